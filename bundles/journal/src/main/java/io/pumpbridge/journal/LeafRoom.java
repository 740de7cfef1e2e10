// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a leaf calls free (SQLite's file format, 1.6): the gap between its list of rows and where
 * rows begin, and a chain of blocks among them. SQLite puts a new row there without asking whether
 * one is there already. Pure.
 */
final class LeafRoom {
  private static final int PAGE = Database.PAGE_BYTES;
  private static final int HEADER = 8;
  private static final int FIRST_BLOCK = 1;
  private static final int COUNT = 3;
  private static final int CONTENT = 5;

  /** Of a block: where the next one is, then how long it is itself. */
  private static final int LENGTH = 2;

  /** Also what a row takes at least, so that it can become a block. */
  private static final int BLOCK_HEADER = 4;

  /** Of a number (1.6, varint). */
  private static final int MAX_VARINT = 9;

  /**
   * What a row takes.
   *
   * @param from its place in the page
   * @param to the place behind it; beyond the page if its length cannot be
   * @param next page where it goes on; 0 if it does not
   * @param pages in how many
   */
  record Extent(int from, int to, int next, int pages) {}

  private LeafRoom() {}

  /**
   * Whether no row is where the page says that there is none, and no two are at one place.
   *
   * @param page {@link Database#PAGE_BYTES} of content
   * @param header where the page's own header is: 100 in page 1, else 0
   */
  static boolean isFree(byte[] page, int header) {
    ByteBuffer bytes = ByteBuffer.wrap(page);
    int list = header + HEADER + 2 * half(bytes, header + COUNT);
    int content = half(bytes, header + CONTENT);
    if (list > content || content > PAGE) {
      return false;
    }
    BitSet taken = new BitSet(PAGE);
    for (Extent row : extents(page, header)) {
      if (!take(taken, row.from(), row.to(), content)) {
        return false;
      }
    }
    int from = content;
    for (int block = half(bytes, header + FIRST_BLOCK); block != 0; block = half(bytes, block)) {
      if (block < from || block + BLOCK_HEADER > PAGE) {
        return false; // blocks come in order, so that a chain ends
      }
      from = block + half(bytes, block + LENGTH);
      if (from < block + BLOCK_HEADER || !take(taken, block, from, content)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Of the rows that the page counts, as far as their lengths tell. Also of an index's page that
   * leads to others, for rows are there, too.
   */
  static List<Extent> extents(byte[] page, int header) {
    ByteBuffer bytes = ByteBuffer.wrap(page);
    List<Extent> extents = new ArrayList<>();
    boolean leads = page[header] == PageUses.INTERIOR_INDEX;
    boolean index = leads || page[header] == LeafCells.INDEX_LEAF;
    int list = header + (leads ? PageUses.POINTERS : HEADER);
    int end = Math.min(list + 2 * half(bytes, header + COUNT), PAGE - 1);
    for (int pointer = list; pointer < end; pointer += 2) {
      int row = half(bytes, pointer) + (leads ? Integer.BYTES : 0); // behind where it leads
      extents.add(extent(page, row, index));
    }
    return extents;
  }

  private static Extent extent(byte[] page, int cell, boolean index) {
    long said = LeafCells.varint(page, cell);
    int length = (int) Math.max(0, Math.min(LeafCells.MAX_PAYLOAD, said));
    int begin = behindVarint(page, cell);
    int local = LeafCells.local(length, index);
    int link = (index ? begin : behindVarint(page, begin)) + local; // a table's row has a number
    if (local == length || link + Integer.BYTES > PAGE) {
      return new Extent(cell, Math.max(link, cell + BLOCK_HEADER), 0, 0);
    }
    int pages = (length - local + LeafCells.OVERFLOW - 1) / LeafCells.OVERFLOW;
    return new Extent(cell, link + Integer.BYTES, ByteBuffer.wrap(page).getInt(link), pages);
  }

  /** The place behind the number that stands there. */
  static int behindVarint(byte[] page, int from) {
    int at = from;
    while (at < Math.min(from + MAX_VARINT - 1, PAGE - 1) && page[at] < 0) {
      at++;
    }
    return at + 1;
  }

  /**
   * Takes a piece, if it is among what rows and blocks may take and nobody has it; says whether.
   */
  private static boolean take(BitSet taken, int from, int to, int content) {
    int next = taken.nextSetBit(from);
    if (from < content || to > PAGE || (next >= 0 && next < to)) {
      return false;
    }
    taken.set(from, to);
    return true;
  }

  private static int half(ByteBuffer page, int at) {
    return page.getShort(at) & 0xffff;
  }
}
