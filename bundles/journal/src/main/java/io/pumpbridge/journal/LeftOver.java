// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;

/** The pages of a store that are neither free nor in use, as far as is known. */
final class LeftOver {
  static final LeftOver NOTHING = new LeftOver(number -> Optional.empty(), new BitSet());

  /** It would lie where SQLite locks a file, at 1 GiB (file format, 1.4). */
  private static final int NEVER_USED = 0x40000000 / Database.PAGE_BYTES + 1;

  private final LeafCells.Pages content;
  private final BitSet pages;

  private LeftOver(LeafCells.Pages content, BitSet pages) {
    this.content = content;
    this.pages = pages;
  }

  static LeftOver of(PageImages images, BitSet used) {
    BitSet pages = new BitSet();
    for (int page = 1; page <= images.highest(); page++) {
      boolean known = used.get(page) || images.isFree(page) || page == NEVER_USED;
      pages.set(page, images.has(page) && !known);
    }
    return new LeftOver(images, pages);
  }

  boolean isEmpty() {
    return pages.isEmpty();
  }

  /** One of them; there must be one. */
  int first() {
    return pages.nextSetBit(0);
  }

  /** It is in use after all. */
  void take(int page) {
    pages.clear(page);
  }

  /**
   * One that is not the rest of a row: such a one begins with where the row goes on (file format,
   * 1.6), which is another rest, and of no other row.
   *
   * @param mostPages to be read
   */
  OptionalInt strange(int mostPages) {
    BitSet goneOn = new BitSet();
    int read = 0;
    for (int page = first(); page > 0 && read < mostPages; page = pages.nextSetBit(page + 1)) {
      int next = content.page(page).map(rest -> ByteBuffer.wrap(rest).getInt(0)).orElse(0);
      if (next != 0 && (next < 0 || !pages.get(next) || goneOn.get(next))) {
        return OptionalInt.of(page);
      }
      goneOn.set(next);
      read++;
    }
    return OptionalInt.empty();
  }
}
