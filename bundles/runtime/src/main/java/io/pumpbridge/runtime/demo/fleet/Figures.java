// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.runtime.command.Answering;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says what was measured, to people or to programs, and whether every limit was kept. */
final class Figures {
  private final PrintWriter out;
  private final boolean json;
  private boolean kept = true;

  Figures(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** What is going on. */
  void say(String sentence) {
    if (json) {
      line(Map.of("say", sentence));
    } else {
      print(sentence);
    }
  }

  /** Measured, without a limit. */
  void figure(String name, double value, String unit) {
    if (json) {
      line(entry(name, value, unit));
    } else {
      print(row(name, value, unit));
    }
  }

  /** Counted, without a limit. */
  void count(String name, long count) {
    figure(name, (double) count, "");
  }

  /** Counted, and there must be none. */
  void none(String name, long count) {
    atMost(name, (double) count, 0, "");
  }

  /** Measured, and must be no more than the limit. */
  void atMost(String name, double value, double limit, String unit) {
    boolean holds = value <= limit;
    kept &= holds;
    if (json) {
      Map<String, Object> entry = entry(name, value, unit);
      entry.put("limit", text(limit));
      if (limit > 0) {
        entry.put("ratio", text(value / limit));
      }
      entry.put("held", holds);
      line(entry);
    } else {
      String ratio = limit > 0 ? String.format(Locale.ROOT, " (%.2f of it)", value / limit) : "";
      String verdict = holds ? "" : "  NOT KEPT";
      print(row(name, value, unit) + ", limit " + text(limit) + ratio + verdict);
    }
  }

  /** Whether no limit was passed. */
  boolean kept() {
    return kept;
  }

  private static Map<String, Object> entry(String name, double value, String unit) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("figure", name);
    entry.put("value", text(value));
    entry.put("unit", unit);
    return entry;
  }

  private static String row(String name, double value, String unit) {
    return String.format(
        Locale.ROOT, "  %-46s %10s%s", name, text(value), unit.isEmpty() ? "" : " " + unit);
  }

  private static String text(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private void line(Map<String, Object> entry) {
    print(Answering.line(entry));
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
