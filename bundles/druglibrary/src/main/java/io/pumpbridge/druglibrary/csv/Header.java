// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.csv;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which column stands where. */
final class Header {
  /** A column in its place, from 0. */
  record Placed(Column column, int at) {}

  private final Map<String, Placed> placed = new LinkedHashMap<>();
  private final int width;

  private Header(int width) {
    this.width = width;
  }

  /** Case, spaces and hyphens of a name do not matter; everything else does. */
  static Optional<Header> read(CsvReader.Row row, Mistakes mistakes) {
    if (row.cells().size() == 1 && row.cell(0).contains(";")) {
      mistakes.add(
          row.line(),
          1,
          "",
          "The columns are separated by semicolons, as spreadsheets do where the decimal comma is"
              + " used; export with commas and with decimal points.");
      return Optional.empty();
    }
    if (row.cells().size() == 1 && row.cell(0).contains("\t")) {
      mistakes.add(row.line(), 1, "", "The columns are separated by tabs; export with commas.");
      return Optional.empty();
    }
    Header header = new Header(row.cells().size());
    for (int at = 0; at < row.cells().size(); at++) {
      header.take(row, at, mistakes);
    }
    List<String> missing = new ArrayList<>(Column.REQUIRED);
    missing.removeAll(header.placed.keySet());
    if (!missing.isEmpty()) {
      mistakes.add(
          row.line(),
          0,
          "",
          "The first line must name the columns, and does not name "
              + String.join(", ", missing)
              + ".");
      return Optional.empty();
    }
    return Optional.of(header);
  }

  private void take(CsvReader.Row row, int at, Mistakes mistakes) {
    String name = row.cell(at).toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    Column column = Column.ALL.get(name);
    if (column == null) {
      mistakes.add(
          row.line(), at + 1, row.cell(at), "Unknown column; the known ones are in CSV.md.");
    } else if (placed.putIfAbsent(name, new Placed(column, at)) != null) {
      mistakes.add(row.line(), at + 1, name, "The column stands there twice.");
    }
  }

  int width() {
    return width;
  }

  List<Placed> columns() {
    return List.copyOf(placed.values());
  }

  String cell(CsvReader.Row row, String name) {
    Placed found = placed.get(name);
    return found == null ? "" : row.cell(found.at());
  }

  /** From 1; 0 if the column is not there. */
  int number(String name) {
    Placed found = placed.get(name);
    return found == null ? 0 : found.at() + 1;
  }
}
