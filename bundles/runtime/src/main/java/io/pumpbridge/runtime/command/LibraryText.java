// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A library in lines that fit a page. */
final class LibraryText {
  private LibraryText() {}

  /**
   * The library, if it reads well.
   *
   * @throws LaunchException with the place of the first mistake
   */
  static Map<String, Object> sound(Path file, Map<String, Object> answer) throws LaunchException {
    if (!Boolean.TRUE.equals(answer.get("sound"))) {
      throw new LaunchException(
          Fault.REFUSAL,
          "library-malformed",
          file + " is no library: " + answer.get("place") + " " + answer.get("problem") + ".");
    }
    return object(answer.get("library"));
  }

  static List<String> describe(Map<String, Object> library) {
    List<String> lines = new ArrayList<>();
    lines.add(
        library.get("name")
            + ", version "
            + library.get("version")
            + ", for "
            + library.get("hospital"));
    lines.add("Rounding may change a dose by " + library.get("rounding_tolerance") + " at most.");
    for (Map<String, Object> area : objects(library.get("care_areas"))) {
      lines.add("");
      lines.add(String.valueOf(area.get("name")));
      object(area.get("device"))
          .forEach((name, limit) -> lines.add("  " + name.replace('_', ' ') + " " + limit));
      lines.add(
          "may-be-overridden".equals(area.get("soft_limits"))
              ? "  an order may override soft limits, with who and why"
              : "  soft limits hold for everybody");
      objects(area.get("entries")).forEach(entry -> describe(entry, lines));
    }
    return lines;
  }

  private static void describe(Map<String, Object> entry, List<String> lines) {
    Object therapy = entry.get("therapy");
    lines.add(
        "  "
            + entry.get("drug")
            + (therapy == null ? "" : " (" + therapy + ")")
            + ", "
            + entry.get("preparation")
            + (Boolean.TRUE.equals(entry.get("high_alert")) ? "  HIGH ALERT" : ""));
    for (Map<String, Object> limits : objects(entry.get("limits"))) {
      lines.add("    " + describeLimits(limits));
    }
    lines.add("    from " + entry.get("source") + ", " + entry.get("edition"));
  }

  private static String describeLimits(Map<String, Object> limits) {
    StringBuilder line = new StringBuilder();
    line.append(limits.get("mode"))
        .append(' ')
        .append(String.valueOf(limits.get("figure")).replace('-', ' '))
        .append(':');
    int named = line.length();
    for (String kind :
        List.of("hard_min", "soft_min", "soft_max", "hard_max", "initial", "step", "over")) {
      Object value = limits.get(kind);
      if (value != null) {
        line.append(line.length() == named ? " " : ", ")
            .append(kind.replace('_', ' '))
            .append(' ')
            .append(value);
      }
    }
    return line.length() == named
        ? line.append(" no limits, in ").append(limits.get("unit")).toString()
        : line.append(' ').append(limits.get("unit")).toString();
  }

  static List<Map<String, Object>> objects(@Nullable Object list) {
    return list instanceof List<?> elements
        ? elements.stream().map(LibraryText::object).toList()
        : List.of();
  }

  static Map<String, Object> object(@Nullable Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, field) -> object.put(String.valueOf(name), field));
    }
    return object;
  }
}
