// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that the site has set in vain. Without a directory of site profiles that is a mistake;
 * with one it may be for a profile that is kept out, and nothing else may fail by that.
 *
 * @param code for programs
 * @param sentence for people
 */
record Gap(String code, String sentence) {

  /**
   * @throws IllegalArgumentException if a setting names a family that is not there
   */
  static void requireNone(Settings settings, DriverFamilies families) {
    List<String> missing = families.missing(settings);
    List<String> unknownLines = unknownLines(settings, families);
    if (!missing.isEmpty() || !unknownLines.isEmpty()) {
      throw new IllegalArgumentException(
          (missing.isEmpty() ? "lines" : "families")
              + ": there is no pump family '"
              + (missing.isEmpty() ? unknownLines : missing).get(0)
              + "'; known are: "
              + String.join(", ", families.known()));
    }
  }

  /**
   * @param lineless families that are enabled, and whose line nobody knows
   */
  static List<Gap> of(Settings settings, DriverFamilies families, Map<String, Wish> lineless) {
    List<Gap> gaps = new ArrayList<>();
    for (String name : families.missing(settings)) {
      gaps.add(
          new Gap(
              "family-missing",
              "No profile of the site is for the enabled pump family '"
                  + name
                  + "': put it into the directory of site profiles, or disable the family."));
    }
    for (String name : unknownLines(settings, families)) {
      gaps.add(
          new Gap(
              "family-missing",
              "A line is set for the pump family '" + name + "', but no profile is for it."));
    }
    for (String name : lineless.keySet()) {
      gaps.add(
          new Gap(
              "line-unproven",
              "No source says how the line of the enabled pump family '"
                  + name
                  + "' is set: set it here, as in lines: "
                  + name
                  + "=9600 8N1."));
    }
    return gaps;
  }

  private static List<String> unknownLines(Settings settings, DriverFamilies families) {
    return settings.lines().keySet().stream()
        .filter(protocol -> !families.families().containsKey(protocol))
        .sorted()
        .toList();
  }
}
