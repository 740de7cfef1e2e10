// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

/**
 * What a row takes in the file, by SQLite's own rules (file format, 1.6): what does not fit into a
 * leaf goes on into pages of its own, and a leaf holds whole cells only. Exact for rows of one size
 * that come one after the other, as a journal's do.
 */
final class Footprint {
  private static final int USABLE = Database.PAGE_BYTES;

  /** A payload up to this stays in its leaf. */
  private static final int MAX_LOCAL = USABLE - 35;

  private static final int MIN_LOCAL = (USABLE - 12) * 32 / 255 - 23;

  /** The rest of an overflow page is the number of the next one. */
  private static final int OVERFLOW = USABLE - 4;

  private static final int LEAF_HEADER = 8;

  /** Header of the row with one type for each of its four columns. */
  private static final int ROW_HEADER = 7;

  /** Pointer, length, row id, and the number of the first overflow page. */
  private static final int CELL_HEADER = 2 + 3 + 5 + 4;

  private Footprint() {}

  /**
   * In bytes.
   *
   * @param content of all columns together
   */
  static long of(int content) {
    int payload = content + ROW_HEADER;
    int local = local(payload);
    int rest = payload - local;
    int overflowPages = (rest + OVERFLOW - 1) / OVERFLOW;
    int inLeaf = Math.max(1, (USABLE - LEAF_HEADER) / (local + CELL_HEADER));
    return USABLE / inLeaf + (long) overflowPages * USABLE;
  }

  private static int local(int payload) {
    if (payload <= MAX_LOCAL) {
      return payload;
    }
    int most = MIN_LOCAL + (payload - MIN_LOCAL) % OVERFLOW;
    return most <= MAX_LOCAL ? most : MIN_LOCAL;
  }
}
