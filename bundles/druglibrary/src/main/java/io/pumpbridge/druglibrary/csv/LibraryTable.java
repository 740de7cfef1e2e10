// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.csv;

import io.pumpbridge.druglibrary.csv.CsvReader.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * From rows to the tree of a library, with the way back from each place to its line. A row without
 * a drug describes its care area.
 */
final class LibraryTable {
  private static final class Area {
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<Map<String, Object>> entries = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private Optional<Row> described = Optional.empty();
    private final Row first;

    private Area(Row first) {
      this.first = first;
    }
  }

  private final Header header;
  private final Mistakes mistakes;
  private final Map<String, Area> areas = new LinkedHashMap<>();

  LibraryTable(Header header, Mistakes mistakes) {
    this.header = header;
    this.mistakes = mistakes;
  }

  void take(Row row) {
    if (row.cells().size() > header.width()) {
      mistakes.add(
          row.line(),
          header.width() + 1,
          "",
          "The line has more cells than the header; a decimal comma or a comma in a text outside"
              + " quotes does that.");
      return;
    }
    String name = header.cell(row, Column.AREA);
    if (name.isEmpty()) {
      mistakes.add(row.line(), header.number(Column.AREA), Column.AREA, "Say the care area.");
      return;
    }
    Area area = areas.computeIfAbsent(name, first -> new Area(row));
    if (header.cell(row, Column.DRUG).isEmpty()) {
      describe(area, row);
    } else {
      Map<String, Object> entry = new LinkedHashMap<>();
      fill(entry, row, false);
      area.entries.add(entry);
      area.rows.add(row);
    }
  }

  private void describe(Area area, Row row) {
    if (area.described.isPresent()) {
      mistakes.add(
          row.line(),
          header.number(Column.DRUG),
          Column.DRUG,
          "A line without a drug describes the care area, and line "
              + area.described.get().line()
              + " already does.");
      return;
    }
    area.described = Optional.of(row);
    fill(area.fields, row, true);
  }

  private void fill(Map<String, Object> fields, Row row, boolean ofArea) {
    for (Header.Placed placed : header.columns()) {
      Column column = placed.column();
      String cell = row.cell(placed.at());
      if (cell.isEmpty() || column.name().equals(Column.AREA)) {
        continue;
      }
      if (column.kind().isOfArea() != ofArea) {
        mistakes.add(
            row.line(),
            placed.at() + 1,
            column.name(),
            ofArea
                ? "A line without a drug describes a care area; this belongs to a drug's line."
                : "This belongs to the line that describes the care area, the one without a drug.");
        continue;
      }
      value(row, placed, cell).ifPresent(value -> put(fields, column.path(), value));
    }
  }

  private Optional<Object> value(Row row, Header.Placed placed, String cell) {
    return switch (placed.column().kind()) {
      case TEXT, SOFT_LIMITS -> Optional.of(cell);
      case UNIT ->
          CsvUnits.ucum(cell)
              .<Object>map(ucum -> ucum)
              .or(() -> refuse(row, placed, CsvUnits.advice(cell)));
      case FLAG -> flag(row, placed, cell);
      case DECIMAL -> decimal(row, placed, cell).map(text -> text);
      case RATE -> decimal(row, placed, cell).map(text -> quantity(text, "mL/h"));
      case VOLUME -> decimal(row, placed, cell).map(text -> quantity(text, "mL"));
      case WEIGHT -> decimal(row, placed, cell).map(text -> quantity(text, "kg"));
      case SURFACE -> decimal(row, placed, cell).map(text -> quantity(text, "m2"));
    };
  }

  private static Object quantity(String decimal, String unit) {
    Map<String, Object> quantity = new LinkedHashMap<>();
    quantity.put("value", decimal);
    quantity.put("unit", unit);
    return quantity;
  }

  private Optional<Object> flag(Row row, Header.Placed placed, String cell) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "y" -> Optional.of(true);
      case "false", "no", "n" -> Optional.of(false);
      default -> refuse(row, placed, "Write yes or no, not '" + cell + "'.");
    };
  }

  /** What a plain decimal is, the strict reader says; here what spreadsheets make of it. */
  private Optional<String> decimal(Row row, Header.Placed placed, String cell) {
    if (cell.indexOf(',') >= 0) {
      refuse(
          row,
          placed,
          "'"
              + cell
              + "' has a comma: 1,5 may be one and a half or fifteen. Write a point for"
              + " decimals and nothing for thousands.");
      return Optional.empty();
    }
    if (cell.matches("[0-9.]+[eE][+-]?[0-9]+")) {
      refuse(row, placed, "'" + cell + "' has an exponent; format the column as text or number.");
      return Optional.empty();
    }
    if (cell.startsWith(".")) {
      refuse(row, placed, "'" + cell + "' begins with a point; write 0" + cell + ".");
      return Optional.empty();
    }
    return Optional.of(cell);
  }

  private <T> Optional<T> refuse(Row row, Header.Placed placed, String problem) {
    mistakes.add(row.line(), placed.at() + 1, placed.column().name(), problem);
    return Optional.empty();
  }

  @SuppressWarnings("unchecked") // only this method makes the maps within
  private static void put(Map<String, Object> fields, List<String> path, Object value) {
    Map<String, Object> at = fields;
    for (String step : path.subList(0, path.size() - 1)) {
      at = (Map<String, Object>) at.computeIfAbsent(step, made -> new LinkedHashMap<>());
    }
    at.put(path.get(path.size() - 1), value);
  }

  /** The care areas, in the order in which they first appear. */
  List<Map<String, Object>> tree() {
    List<Map<String, Object>> tree = new ArrayList<>();
    areas.forEach(
        (name, area) -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("name", name);
          fields.putAll(area.fields);
          fields.put("entries", area.entries);
          tree.add(fields);
        });
    return tree;
  }

  /** The line of an entry; of a care area if {@code entry} is below zero. */
  int line(int areaNumber, int entry) {
    Area area = List.copyOf(areas.values()).get(areaNumber);
    return entry < 0 ? area.described.orElse(area.first).line() : area.rows.get(entry).line();
  }
}
