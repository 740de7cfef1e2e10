// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Reads single values of a profile's tables, each within its limits. */
final class Cells {

  /** Longest command, code or unit in any published pump protocol is far shorter. */
  private static final int MAX_CODE = 32;

  /** Sentences end up in events; none needs more. */
  private static final int MAX_TEXT = 300;

  private Cells() {}

  static void only(Fields fields, String names) throws DocumentException {
    fields.refuseOthersThan(Set.copyOf(Arrays.asList(names.split(" ", -1))));
  }

  static void must(Fields fields, String name, String value) throws DocumentException {
    if (!fields.text(name).equals(value)) {
      throw new DocumentException(fields.path() + "." + name, "must be " + value);
    }
  }

  static <T> void putOnce(Map<String, T> table, Fields row, String code, T value)
      throws DocumentException {
    if (table.put(code, value) != null) {
      throw new DocumentException(row.path(), "'" + code + "' stands here twice");
    }
  }

  static String code(Fields fields, String name) throws DocumentException {
    String code = fields.text(name);
    if (code.isEmpty()
        || code.length() > MAX_CODE
        || code.chars().anyMatch(c -> c < '!' || c > '~')) {
      throw new DocumentException(
          fields.path() + "." + name, "must be 1 to " + MAX_CODE + " printable characters");
    }
    return code;
  }

  static String sentence(Fields fields, String name) throws DocumentException {
    String text = fields.text(name);
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw new DocumentException(
          fields.path() + "." + name, "must be 1 to " + MAX_TEXT + " characters");
    }
    return text;
  }

  static boolean flag(Fields fields, String name) throws DocumentException {
    return fields
        .findFlag(name)
        .orElseThrow(() -> new DocumentException(fields.path() + "." + name, "is missing"));
  }

  static int whole(Fields fields, String name, int least, int most) throws DocumentException {
    long value = fields.whole(name);
    if (value < least || value > most) {
      throw new DocumentException(
          fields.path() + "." + name, "must be " + least + " to " + most + ", is " + value);
    }
    return (int) value;
  }

  static OptionalInt mdc(Fields fields) throws DocumentException {
    return fields.has("mdc")
        ? OptionalInt.of(whole(fields, "mdc", 1, Integer.MAX_VALUE))
        : OptionalInt.empty();
  }

  static int hex(Fields fields, String name, int digits) throws DocumentException {
    String text = fields.text(name);
    if (text.length() != digits || !text.matches("[0-9a-f]*")) {
      throw new DocumentException(
          fields.path() + "." + name, "must be " + digits + " lower-case hex digits");
    }
    return Integer.parseInt(text, 16);
  }

  static <E extends Enum<E>> E choice(Fields fields, String name, List<E> choices)
      throws DocumentException {
    String text = fields.text(name);
    for (E choice : choices) {
      if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
        return choice;
      }
    }
    throw new DocumentException(
        fields.path() + "." + name,
        "must be one of "
            + String.join(
                ", ", choices.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList()));
  }
}
