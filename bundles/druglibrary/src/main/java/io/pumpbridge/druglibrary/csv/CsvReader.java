// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.csv;

import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.model.measure.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Comma-separated values after RFC 4180: fields in quotes may hold commas, line ends and doubled
 * quotes; a quote anywhere else is a mistake. Lines end in CR LF or LF. A UTF-8 mark is passed
 * over, because spreadsheets write one; other encodings and other separators are refused.
 *
 * <p>Ours, not a library's: those repair what is broken, and a repaired dose is a guess.
 */
final class CsvReader {
  static final int MAX_BYTES = LibraryReader.MAX_BYTES;

  /** All columns there are, and some that are empty. */
  static final int MAX_COLUMNS = 200;

  /** The longest text of a library has 300 characters. */
  static final int MAX_CELL = 1_000;

  /** Entries, care areas and some lines that are empty. */
  static final int MAX_ROWS = 11_000;

  /**
   * @param line on which it begins, from 1
   */
  record Row(int line, List<String> cells) {
    boolean isBlank() {
      return cells.stream().allMatch(String::isEmpty);
    }

    String cell(int column) {
      return column < cells.size() ? cells.get(column) : "";
    }
  }

  private final String text;
  private final Mistakes mistakes;
  private final List<Row> rows = new ArrayList<>();
  private List<String> cells = new ArrayList<>();
  private int at;
  private int line = 1;
  private int rowLine = 1;

  private CsvReader(String text, Mistakes mistakes) {
    this.text = text;
    this.mistakes = mistakes;
  }

  /** Rows that are not blank; as far as they can be read. */
  static List<Row> read(Bytes file, Mistakes mistakes) {
    Optional<String> text = decode(file, mistakes);
    if (text.isEmpty()) {
      return List.of();
    }
    CsvReader reader = new CsvReader(text.get(), mistakes);
    reader.rows();
    return reader.rows;
  }

  private static Optional<String> decode(Bytes file, Mistakes mistakes) {
    byte[] bytes = file.toArray();
    if (bytes.length > MAX_BYTES) {
      mistakes.add(0, 0, "", "The file is larger than " + MAX_BYTES + " bytes.");
      return Optional.empty();
    }
    if (bytes.length > 1 && (bytes[0] & 0xFF) >= 0xFE && (bytes[1] & 0xFF) >= 0xFE) {
      mistakes.add(0, 0, "", "The file is UTF-16; save it as 'CSV UTF-8 (comma delimited)'.");
      return Optional.empty();
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      mistakes.add(0, 0, "", "The file is not UTF-8; save it as 'CSV UTF-8 (comma delimited)'.");
      return Optional.empty();
    }
  }

  private void rows() {
    while (at < text.length() && rows.size() < MAX_ROWS) {
      if (!cell()) {
        return;
      }
    }
    if (at < text.length()) {
      mistakes.add(line, 0, "", "The file has more than " + MAX_ROWS + " lines.");
    } else if (!cells.isEmpty()) {
      endRow();
    }
  }

  /**
   * One cell with what ends it.
   *
   * @return false if nobody knows how it goes on
   */
  private boolean cell() {
    if (cells.size() == MAX_COLUMNS) {
      mistakes.add(line, 0, "", "A line has at most " + MAX_COLUMNS + " columns.");
      return false;
    }
    Optional<String> cell = text.charAt(at) == '"' ? quoted() : Optional.of(plain());
    if (cell.isEmpty()) {
      return false;
    }
    String content = cell.get().strip();
    if (content.length() > MAX_CELL) {
      mistakes.add(line, cells.size() + 1, "", "A cell has at most " + MAX_CELL + " characters.");
      content = "";
    }
    cells.add(content);
    if (at == text.length()) {
      endRow();
      return true;
    }
    return separator();
  }

  private boolean separator() {
    char c = text.charAt(at++);
    if (c == ',') {
      if (at == text.length()) {
        cells.add("");
        endRow();
      }
      return true;
    }
    if (c == '\n' || (c == '\r' && at < text.length() && text.charAt(at) == '\n')) {
      at += c == '\r' ? 1 : 0;
      endRow();
      line++;
      rowLine = line;
      return true;
    }
    mistakes.add(
        line,
        cells.size(),
        "",
        c == '\r'
            ? "A line ends in CR alone; save the file as 'CSV UTF-8 (comma delimited)'."
            : "Something follows a closing quote; a quote within a cell is doubled.");
    return false;
  }

  private String plain() {
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '"') {
        mistakes.add(
            line,
            cells.size() + 1,
            "",
            "A quote stands in a cell without quotes; quote the cell and double the quote.");
      }
      at++;
    }
    return text.substring(start, at);
  }

  private Optional<String> quoted() {
    int opened = line;
    StringBuilder content = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"' && (at == text.length() || text.charAt(at) != '"')) {
        return Optional.of(content.toString());
      }
      at += c == '"' ? 1 : 0;
      line += c == '\n' ? 1 : 0;
      content.append(c);
    }
    mistakes.add(opened, cells.size() + 1, "", "A quote is opened and never closed.");
    return Optional.empty();
  }

  private void endRow() {
    Row row = new Row(rowLine, List.copyOf(cells));
    if (!row.isBlank()) {
      rows.add(row);
    }
    cells = new ArrayList<>();
  }
}
