// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the rows of each table consist of. SQLite reads a page of another table as if its rows were
 * this one's: what is too much it passes over, what is missing is empty. Pure.
 */
final class RowShape {
  private static final int PAGE = Database.PAGE_BYTES;
  private static final int HEADER = 8;
  private static final int COUNT = 3;
  private static final String RECORDS = "records_";

  /** Nothing, Whole, Text, Blob. A number of a row's own stands before the row: nothing. */
  private static final Map<String, Pattern> SHAPES =
      Map.ofEntries(
          shape("sqlite_schema", "TTTW[TN]"),
          shape("sqlite_sequence", "TW"),
          shape("stream", "NTTTWWB([WN][BN]?)?"), // two columns came later
          shape("sqlite_autoindex_stream_1", "TTTW"),
          shape("answer", "NTB"),
          shape("sqlite_autoindex_answer_1", "TW"),
          shape("reader", "NW"),
          shape("hole", "WWW"),
          shape("sqlite_autoindex_hole_1", "WWW"),
          shape("salvage", "TWWWWW"),
          shape("sqlite_autoindex_salvage_1", "TW"),
          shape("contradicted", "N"),
          shape("schema_copy", "NWTTT[TN]"),
          shape("reserve", "NB"),
          shape(RECORDS, "NBBB"));

  private RowShape() {}

  private static Map.Entry<String, Pattern> shape(String table, String columns) {
    return Map.entry(table, Pattern.compile(columns));
  }

  /**
   * Whether all rows that a leaf counts may be that table's; of a table that is not known here, all
   * may be.
   *
   * @param table or index
   * @param page {@link Database#PAGE_BYTES} of content
   * @param header where the page's own header is: 100 in page 1, else 0
   */
  static boolean isOf(String table, byte[] page, int header) {
    Pattern shape = SHAPES.get(table.startsWith(RECORDS) ? RECORDS : table);
    if (shape == null) {
      return true;
    }
    ByteBuffer bytes = ByteBuffer.wrap(page);
    int list = header + HEADER;
    int end = Math.min(list + 2 * (bytes.getShort(header + COUNT) & 0xffff), PAGE - 1);
    for (int pointer = list; pointer < end; pointer += 2) {
      int row = LeafRoom.behindVarint(page, bytes.getShort(pointer) & 0xffff); // behind its length
      int columns = page[header] == LeafCells.INDEX_LEAF ? row : LeafRoom.behindVarint(page, row);
      if (!shape.matcher(columns(page, columns)).matches()) {
        return false;
      }
    }
    return true;
  }

  /** A letter each. */
  private static String columns(byte[] page, int from) {
    long end = Math.min(PAGE, from + LeafCells.varint(page, from));
    StringBuilder columns = new StringBuilder();
    for (int at = LeafRoom.behindVarint(page, from);
        at < end;
        at = LeafRoom.behindVarint(page, at)) {
      columns.append(letter(LeafCells.varint(page, at)));
    }
    return columns.toString();
  }

  /** By the number of a column's type (file format, 2.1). */
  private static char letter(long type) {
    if (type >= 12) {
      return type % 2 == 0 ? 'B' : 'T';
    }
    return type == 0 ? 'N' : (type >= 1 && type <= 9 && type != 7) ? 'W' : '?';
  }
}
