// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.measure.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The rows in one page's content, by SQLite's file format (1.6 and 2.1), read by somebody who
 * trusts none of it: the page's kind and count are not believed, every place that could be a row's
 * is tried, also where the page calls itself free (a disk that forgets a write forgets it by
 * sectors, so a page's list may be older than its rows), and what does not hold together is no row.
 * Whether it was ever written by us, only its seal can say. Pure.
 */
final class LeafCells {
  private static final int PAGE = Database.PAGE_BYTES;
  private static final int HEADER = 8;

  /** Where the header keeps the number of cells. */
  private static final int COUNT = 3;

  /** Where it keeps the place from which on rows are. */
  private static final int CONTENT = 5;

  static final int INDEX_LEAF = 0x0a;
  static final int TABLE_LEAF = 0x0d;
  private static final int MAX_COLUMNS = 9;

  /** A number for each column and its own length, each of nine bytes at most. */
  private static final int MAX_ROW_HEADER = 9 * (MAX_COLUMNS + 1);

  /** A payload up to this stays in its page. */
  private static final int MAX_LOCAL = PAGE - 35;

  private static final int MAX_LOCAL_OF_INDEX = (PAGE - 12) * 64 / 255 - 23;
  private static final int MIN_LOCAL = (PAGE - 12) * 32 / 255 - 23;

  /** Of the rest of a long row, behind the number of the page where it goes on. */
  static final int OVERFLOW = PAGE - 4;

  /** More than the largest record or any answer that is worth keeping. */
  static final int MAX_PAYLOAD = 8 * 1_048_576;

  private static final int FIRST_BLOB = 12;

  /** Where the rest of a long row is. */
  interface Pages {
    /** As of the last finished transaction; empty if there is none or it cannot be read. */
    Optional<byte[]> page(int number);
  }

  /** What stands in one column. */
  sealed interface Value {
    record Nothing() implements Value {}

    record Whole(long number) implements Value {}

    record Text(String text) implements Value {}

    record Blob(Bytes bytes) implements Value {}
  }

  /**
   * What could be a row.
   *
   * @param number the row's; 0 in an index
   * @param counted whether the page is a leaf and counts it among its cells; any other row may be
   *     left over from what the page was before, and partly written over
   */
  record Row(long number, List<Value> values, boolean counted) {
    boolean looksLike(Class<?>... kinds) {
      boolean like = values.size() == kinds.length;
      for (int i = 0; like && i < kinds.length; i++) {
        like = kinds[i].isInstance(values.get(i));
      }
      return like;
    }

    String text(int column) {
      return ((Value.Text) values.get(column)).text();
    }

    long whole(int column) {
      return ((Value.Whole) values.get(column)).number();
    }

    Bytes blob(int column) {
      return ((Value.Blob) values.get(column)).bytes();
    }
  }

  private final byte[] page;
  private final Pages pages;
  private final int header;
  private final boolean index;
  private int at;

  private LeafCells(byte[] page, int header, Pages pages) {
    this.page = page;
    this.header = header;
    this.pages = pages;
    this.index = page[header] == INDEX_LEAF;
  }

  /**
   * All that could be rows: those that the page names in its order, then the others.
   *
   * @param page {@link Database#PAGE_BYTES} of content
   * @param header where the page's own header is: 100 in page 1, else 0
   */
  static List<Row> of(byte[] page, int header, Pages pages) {
    return new LeafCells(page, header, pages).rows();
  }

  /** The number that stands there; zeros follow the end. */
  static long varint(byte[] bytes, int from) {
    LeafCells cells = new LeafCells(bytes, 0, number -> Optional.empty());
    cells.at = from;
    return cells.varint(bytes);
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    BitSet known = new BitSet(PAGE);
    int lowest = PAGE;
    int counted = header + HEADER + 2 * (isLeaf() ? half(header + COUNT) : 0);
    for (int pointer = header + HEADER; pointer + 1 < lowest; pointer += 2) {
      int cell = half(pointer);
      if (cell > pointer + 1 && cell < PAGE) {
        Optional<Row> row = row(cell, pointer < counted);
        if (row.isPresent()) {
          rows.add(row.get());
          known.set(cell);
          lowest = Math.min(lowest, cell);
        }
      }
    }
    int content = half(header + CONTENT);
    int end = isLeaf() && content >= counted && content < PAGE ? content : PAGE;
    for (int cell = known.nextClearBit(counted); cell < end; cell = known.nextClearBit(cell + 1)) {
      row(cell, false).ifPresent(rows::add);
    }
    return rows;
  }

  private boolean isLeaf() {
    return index || page[header] == TABLE_LEAF;
  }

  private int half(int from) {
    return ByteBuffer.wrap(page).getShort(from) & 0xffff;
  }

  private Optional<Row> row(int cell, boolean counted) {
    at = cell;
    long length = varint(page);
    long number = index ? 0 : varint(page);
    if (length < 2 || length > MAX_PAYLOAD || at >= PAGE) {
      return Optional.empty();
    }
    int local = local((int) length, index);
    int begin = at;
    if (begin + local > PAGE || !headerFits(begin, begin + local, length)) {
      return Optional.empty();
    }
    byte[] payload = new byte[(int) length];
    System.arraycopy(page, begin, payload, 0, local);
    if (local < length && !followed(begin + local, payload, local)) {
      return Optional.empty();
    }
    return values(payload).map(values -> new Row(number, values, counted));
  }

  /** Before anything is believed about a length: header and columns must fill the payload. */
  private boolean headerFits(int begin, int end, long length) {
    at = begin;
    long size = varint(page);
    if (size < 2 || size > Math.min(MAX_ROW_HEADER, end - begin)) {
      return false;
    }
    long total = size;
    int columns = 0;
    while (at < begin + size) {
      long type = varint(page);
      if (type == 10 || type == 11 || type < 0) {
        return false;
      }
      total += size(type);
      columns++;
    }
    return at == begin + size && columns <= MAX_COLUMNS && total == length;
  }

  private boolean followed(int link, byte[] payload, int from) {
    if (link + 4 > PAGE) {
      return false;
    }
    int next = number(page, link);
    int filled = from;
    while (filled < payload.length) {
      Optional<byte[]> more = next > 0 ? pages.page(next) : Optional.empty();
      if (more.isEmpty()) {
        return false;
      }
      int part = Math.min(OVERFLOW, payload.length - filled);
      System.arraycopy(more.get(), 4, payload, filled, part);
      next = number(more.get(), 0);
      filled += part;
    }
    return true;
  }

  private Optional<List<Value>> values(byte[] payload) {
    at = 0;
    int begin = (int) varint(payload);
    List<Long> types = new ArrayList<>();
    while (at < begin) {
      types.add(varint(payload));
    }
    List<Value> values = new ArrayList<>();
    int from = begin;
    for (long type : types) {
      int size = (int) size(type);
      values.add(value(type, Arrays.copyOfRange(payload, from, from + size)));
      from += size;
    }
    return Optional.of(values);
  }

  private static Value value(long type, byte[] content) {
    if (type == 0) {
      return new Value.Nothing();
    }
    if (type >= FIRST_BLOB) {
      return type % 2 == 0
          ? new Value.Blob(Bytes.of(content))
          : new Value.Text(new String(content, StandardCharsets.UTF_8));
    }
    long number = type == 9 ? 1 : content.length > 0 ? content[0] : 0;
    for (int i = 1; i < content.length; i++) {
      number = (number << 8) | (content[i] & 0xff);
    }
    return new Value.Whole(number);
  }

  /** Of a column's content, in bytes (file format, 2.1). */
  private static long size(long type) {
    if (type >= FIRST_BLOB) {
      return (type - FIRST_BLOB) / 2;
    }
    return type <= 4 ? type : type == 5 ? 6 : type <= 7 ? 8 : 0;
  }

  /** How much of a row's payload is in its page. */
  static int local(int length, boolean index) {
    int most = index ? MAX_LOCAL_OF_INDEX : MAX_LOCAL;
    if (length <= most) {
      return length;
    }
    int fitting = MIN_LOCAL + (length - MIN_LOCAL) % OVERFLOW;
    return fitting <= most ? fitting : MIN_LOCAL;
  }

  private static int number(byte[] bytes, int from) {
    return ByteBuffer.wrap(bytes).getInt(from);
  }

  /** Steps on; beyond the end it gives zeros, which fit nowhere. */
  private long varint(byte[] bytes) {
    long number = 0;
    for (int i = 0; i < 9 && at < bytes.length; i++) {
      int one = bytes[at++];
      if (i == 8) {
        return (number << 8) | (one & 0xff);
      }
      number = (number << 7) | (one & 0x7f);
      if (one >= 0) {
        return number;
      }
    }
    return number;
  }
}
