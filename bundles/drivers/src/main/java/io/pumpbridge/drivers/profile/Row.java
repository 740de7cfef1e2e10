// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One JSON object of a profile. Each value is read within its limits; what is wrong goes to the
 * findings, and the reading goes on with a stand-in that never leaves the reader.
 */
final class Row {

  /** Longest command, code or unit in any published pump protocol is far shorter. */
  static final int MAX_CODE = 48;

  /** Sentences end up in events; none needs more. */
  static final int MAX_TEXT = 300;

  /** No table of any pump comes near. */
  static final int MAX_ROWS = 512;

  private final String path;
  private final Map<String, Object> values;
  private final Findings findings;

  Row(String path, Map<String, Object> values, Findings findings) {
    this.path = path;
    this.values = values;
    this.findings = findings;
  }

  String path() {
    return path;
  }

  String place(String name) {
    return path + "." + name;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  void error(String name, String problem) {
    findings.error(place(name), problem);
  }

  /** A person wrote it: a misspelt field is a mistake, not an extension. */
  Row only(String names) {
    List<String> known = Arrays.asList(names.split(" ", -1));
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        error(name, "unknown field" + Spelling.hint(name, known));
      }
    }
    return this;
  }

  void must(String name, String value) {
    if (!text(name).equals(value)) {
      error(name, "must be " + value);
    }
  }

  /** Any text; empty if it is missing. */
  String text(String name) {
    Object value = values.get(name);
    if (value instanceof String text) {
      return text;
    }
    error(name, value == null ? "is missing" : "must be text, in quotation marks");
    return "";
  }

  /** A word of the pump's or ours: printable, no blanks. */
  String code(String name) {
    String code = text(name);
    if (values.get(name) instanceof String && !isCode(code, '!')) {
      error(name, "must be 1 to " + MAX_CODE + " printable characters without blanks");
    }
    return code;
  }

  String codeOr(String name, String otherwise) {
    return has(name) ? code(name) : otherwise;
  }

  /** What goes over the line as it stands: blanks count. */
  String wire(String name) {
    String text = text(name);
    if (values.get(name) instanceof String && !isCode(text, ' ')) {
      error(name, "must be 1 to " + MAX_CODE + " printable characters");
    }
    return text;
  }

  /** A name of ours. */
  String name(String name) {
    String text = text(name);
    if (values.get(name) instanceof String && !text.matches("[a-z][a-z0-9-]{0,39}")) {
      error(name, "must be 1 to 40 of a-z, 0-9 and -, beginning with a letter");
    }
    return text;
  }

  private static boolean isCode(String text, char least) {
    return !text.isEmpty()
        && text.length() <= MAX_CODE
        && text.chars().allMatch(c -> c >= least && c <= '~');
  }

  String sentence(String name) {
    String text = text(name);
    if (values.get(name) instanceof String && (text.isBlank() || text.length() > MAX_TEXT)) {
      error(name, "must be 1 to " + MAX_TEXT + " characters");
    }
    return text;
  }

  void note() {
    if (has("note")) {
      sentence("note");
    }
  }

  boolean flag(String name) {
    if (values.get(name) instanceof Boolean flag) {
      return flag;
    }
    error(name, has(name) ? "must be true or false, without quotation marks" : "is missing");
    return false;
  }

  boolean flagOr(String name, boolean otherwise) {
    return has(name) ? flag(name) : otherwise;
  }

  int whole(String name, int least, int most) {
    if (!(values.get(name) instanceof Long value)) {
      error(name, has(name) ? "must be a whole number, without quotation marks" : "is missing");
      return least;
    }
    if (value < least || value > most) {
      error(name, "must be " + least + " to " + most + ", is " + value);
      return least;
    }
    return value.intValue();
  }

  int wholeOr(String name, int least, int most, int otherwise) {
    return has(name) ? whole(name, least, most) : otherwise;
  }

  OptionalInt maybeWhole(String name, int least, int most) {
    return has(name) ? OptionalInt.of(whole(name, least, most)) : OptionalInt.empty();
  }

  int hex(String name, int digits) {
    String text = text(name);
    if (text.length() == digits && text.matches("[0-9a-f]+")) {
      return Integer.parseInt(text, 16);
    }
    if (values.get(name) instanceof String) {
      error(
          name,
          "must be " + digits + " lower-case hex digits, like " + "1b21".substring(4 - digits));
    }
    return 0;
  }

  OptionalInt maybeHex(String name, int digits) {
    return has(name) ? OptionalInt.of(hex(name, digits)) : OptionalInt.empty();
  }

  Bytes hexBytes(String name, int most) {
    String text = text(name);
    if (text.matches("([0-9a-f]{2})+") && text.length() <= 2 * most) {
      return Bytes.fromHex(text);
    }
    if (values.get(name) instanceof String) {
      error(name, "must be 1 to " + most + " bytes in lower-case hex");
    }
    return Bytes.fromHex("00");
  }

  <E extends Enum<E>> E choice(String name, List<E> choices) {
    String text = text(name);
    List<String> words = choices.stream().map(Row::word).toList();
    for (E choice : choices) {
      if (word(choice).equals(text.replace('-', '_'))) {
        return choice;
      }
    }
    if (values.get(name) instanceof String) {
      error(name, "must be one of " + String.join(", ", words) + Spelling.hint(text, words));
    }
    return choices.get(0);
  }

  <E extends Enum<E>> E choiceOr(String name, List<E> choices, E otherwise) {
    return has(name) ? choice(name, choices) : otherwise;
  }

  private static <E extends Enum<E>> String word(E choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  /** The object of that name; an empty one if it is missing. */
  Row row(String name) {
    Object value = values.get(name);
    if (value instanceof Map<?, ?> map) {
      return new Row(place(name), asRow(map), findings);
    }
    error(name, value == null ? "is missing" : "must be an object, in { }");
    return new Row(place(name), Map.of(), new Findings());
  }

  /** The objects of that list; none if it is missing. */
  List<Row> rows(String name) {
    List<Row> rows = new ArrayList<>();
    List<?> list = list(name);
    for (int i = 0; i < list.size(); i++) {
      String place = place(name) + "[" + i + "]";
      if (list.get(i) instanceof Map<?, ?> map) {
        rows.add(new Row(place, asRow(map), findings));
      } else {
        findings.error(place, "must be an object, in { }");
      }
    }
    return rows;
  }

  /** The same again, without saying twice what is wrong. */
  List<Row> rowsQuietly(String name) {
    List<Row> rows = new ArrayList<>();
    List<?> list = values.get(name) instanceof List<?> found ? found : List.of();
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Map<?, ?> map) {
        rows.add(new Row(place(name) + "[" + i + "]", asRow(map), findings));
      }
    }
    return rows;
  }

  List<Row> atLeastOneRow(String name) {
    List<Row> rows = rows(name);
    if (rows.isEmpty() && findings.isSound(place(name))) {
      error(name, has(name) ? "must not be empty" : "is missing");
    }
    return rows;
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    List<?> list = list(name);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof String text && !text.isEmpty() && text.length() <= MAX_TEXT) {
        texts.add(text);
      } else {
        findings.error(place(name) + "[" + i + "]", "must be text, in quotation marks");
      }
    }
    return texts;
  }

  private List<?> list(String name) {
    Object value = values.get(name);
    if (value instanceof List<?> list && list.size() <= MAX_ROWS) {
      return list;
    }
    if (value != null) {
      error(name, "must be a list, in [ ], of at most " + MAX_ROWS);
    }
    return List.of();
  }

  private static Map<String, Object> asRow(Map<?, ?> map) {
    Map<String, Object> row = new LinkedHashMap<>();
    map.forEach((key, value) -> row.put((String) key, value));
    return row;
  }

  Optional<Quantity> maybeQuantity(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    Row quantity = row(name).only("value unit note");
    String ucum = quantity.text("unit");
    Optional<Unit> unit = Unit.find(ucum);
    if (unit.isEmpty() && !ucum.isEmpty()) {
      quantity.error(
          "unit", "'" + ucum + "' is no unit that the bridge knows; write it as UCUM does");
    }
    String decimal = quantity.text("value");
    Optional<Quantity> read = Quantity.from(decimal, unit.orElse(Unit.ML));
    if (read.isEmpty() && !decimal.isEmpty()) {
      quantity.error("value", "must be a plain decimal, like \"0.1\"");
    }
    return unit.isEmpty() ? Optional.empty() : read;
  }

  /** Puts it into a table in which each code stands once. */
  <T> void putOnce(Map<String, T> table, String code, T value) {
    if (table.putIfAbsent(code, value) != null) {
      findings.error(path, "'" + code + "' stands here twice; take one row away");
    }
  }

  void warn(String name, String problem) {
    findings.warning(name.isEmpty() ? path : place(name), problem);
  }

  boolean isSound(String name) {
    return findings.isSound(place(name));
  }

  /** Whether nothing is wrong in here so far. */
  boolean isSound() {
    return findings.isSound(path);
  }
}
