// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lab;

/** A library in which nothing is to be found, and ways to spoil it. */
public final class Edits {
  public static final String CLEAN = Examples.read("/examples/clean.json");

  private static final String ENTRIES = "\"entries\": [\n";

  private Edits() {}

  /** The first time it stands there. */
  public static String first(String what, String by) {
    return Examples.with(CLEAN, what, by);
  }

  /** The last time it stands there. */
  public static String last(String what, String by) {
    int at = CLEAN.lastIndexOf(what);
    if (at < 0) {
      throw new AssertionError("no '" + what + "' in the library");
    }
    return CLEAN.substring(0, at) + by + CLEAN.substring(at + what.length());
  }

  /** The line of the drug in the ICU, without what separates it from the next. */
  public static String line(String drug) {
    String found =
        CLEAN
            .lines()
            .filter(line -> line.contains("\"drug\": \"" + drug + "\""))
            .findFirst()
            .orElseThrow();
    return found.endsWith(",") ? found.substring(0, found.length() - 1) : found;
  }

  /** Another line at the beginning of the ICU. */
  public static String adding(String... lines) {
    return first(ENTRIES, ENTRIES + String.join(",\n", lines) + ",\n");
  }
}
