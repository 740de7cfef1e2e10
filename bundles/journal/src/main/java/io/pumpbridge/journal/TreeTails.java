// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.journal.LeafCells.Value;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest ends of the tables, read without SQLite: a changed pointer or count there hides the
 * newest rows, and nobody would miss them, since nothing comes after them. Only a few pages for
 * each table.
 */
final class TreeTails {
  /** Where page 1 has its own header, behind the file's. */
  private static final int FIRST_PAGE_HEADER = 100;

  private static final int INTERIOR = 0x05;
  private static final int COUNT = 3;
  private static final int RIGHT_CHILD = 8;
  private static final int POINTERS = 12;

  /** A tree of 256 MB has three levels. */
  private static final int MAX_DEPTH = 8;

  /** Tables are listed on a page or two. */
  private static final int MAX_SCHEMA_PAGES = 256;

  /**
   * The end of a table.
   *
   * @param above its newest row has a higher number than this
   * @param rows what may be the rows of its last page, reachable or not
   */
  record Tail(long above, List<Row> rows) {
    static final Tail UNKNOWN = new Tail(Long.MIN_VALUE, List.of());
  }

  private final PageImages images;
  private final Map<String, Tail> tails = new HashMap<>();
  private int schemaPages;

  private TreeTails(PageImages images) {
    this.images = images;
  }

  /** By name of the table. */
  static Map<String, Tail> of(PageImages images) {
    TreeTails tails = new TreeTails(images);
    tails.readSchema(1, FIRST_PAGE_HEADER, 0);
    return tails.tails;
  }

  /**
   * As {@link #of}, and what SQLite would not say of the files.
   *
   * @throws JournalException {@code DAMAGED} if there is something
   */
  static Map<String, Tail> requireSound(PageImages images) throws JournalException {
    if (!images.hasHeader()) {
      throw new JournalException(Reason.DAMAGED, "the file does not begin as a journal does");
    }
    if (images.isLogDamaged()) {
      throw new JournalException(
          Reason.DAMAGED, "the write-ahead log is damaged before its last transaction");
    }
    if (!images.isFreeListWhole()) {
      throw new JournalException(Reason.DAMAGED, "the list of free pages is not what was written");
    }
    return of(images);
  }

  /**
   * Nothing on the table's last page is newer than what SQLite calls the newest.
   *
   * @param head ends with that
   * @throws JournalException {@code DAMAGED} otherwise
   */
  static void requireNewest(Map<String, Tail> tails, Head head, RecordSeal seal)
      throws JournalException {
    Tail tail = tails.getOrDefault("records_" + head.table(), Tail.UNKNOWN);
    boolean reached = head.last() == head.removedUpTo() || head.last() > tail.above();
    for (Row row : tail.rows()) {
      if (FoundRow.isLike(row) && row.number() > head.last()) {
        reached &= FoundRow.of(seal, head.stream(), row, true).isEmpty();
      }
    }
    if (!reached) {
      throw new JournalException(
          Reason.DAMAGED, "the newest records of " + head.stream() + " cannot be reached");
    }
  }

  private void readSchema(int number, int header, int depth) {
    Optional<byte[]> page = images.page(number);
    if (page.isEmpty() || depth > MAX_DEPTH || ++schemaPages > MAX_SCHEMA_PAGES) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(page.get());
    if (bytes.get(header) == INTERIOR) {
      int count = Math.min(bytes.getShort(header + COUNT), MAX_SCHEMA_PAGES);
      for (int i = 0; i < count; i++) {
        int cell = bytes.getShort(header + POINTERS + 2 * i) & 0xffff;
        if (cell + Integer.BYTES <= page.get().length) {
          readSchema(bytes.getInt(cell), 0, depth + 1);
        }
      }
      readSchema(bytes.getInt(header + RIGHT_CHILD), 0, depth + 1);
      return;
    }
    for (Row row : LeafCells.of(page.get(), header, images)) {
      if (row.looksLike(
          Value.Text.class,
          Value.Text.class,
          Value.Text.class,
          Value.Whole.class,
          Value.Text.class)) {
        tails.put(row.text(1), tail(row.whole(3)));
      }
    }
  }

  private Tail tail(long root) {
    long above = Long.MIN_VALUE;
    long number = root;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      Optional<byte[]> page = images.page((int) Math.min(Integer.MAX_VALUE, Math.max(0, number)));
      if (page.isEmpty()) {
        return Tail.UNKNOWN;
      }
      ByteBuffer bytes = ByteBuffer.wrap(page.get());
      if (bytes.get(0) != INTERIOR) {
        return new Tail(above, LeafCells.of(page.get(), 0, images));
      }
      above = Math.max(above, lastKey(page.get()));
      number = bytes.getInt(RIGHT_CHILD);
    }
    return Tail.UNKNOWN;
  }

  /** Of the rows left of the right child; as its cell has it, behind the child's number. */
  private static long lastKey(byte[] content) {
    ByteBuffer page = ByteBuffer.wrap(content);
    int pointer = POINTERS + 2 * ((page.getShort(COUNT) & 0xffff) - 1);
    if (pointer < POINTERS || pointer + Short.BYTES > page.capacity()) {
      return Long.MIN_VALUE;
    }
    int cell = page.getShort(pointer) & 0xffff;
    return cell + Integer.BYTES < page.capacity()
        ? LeafCells.varint(content, cell + Integer.BYTES)
        : Long.MIN_VALUE;
  }
}
