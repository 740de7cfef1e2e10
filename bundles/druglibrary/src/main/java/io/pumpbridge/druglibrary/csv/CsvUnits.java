// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.csv;

import io.pumpbridge.model.measure.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the units of spreadsheets to UCUM; documented in CSV.md, and nothing beyond. */
final class CsvUnits {
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("mcg", "ug"),
          Map.entry("\u00B5g", "ug"),
          Map.entry("\u03BCg", "ug"),
          Map.entry("nanogram", "ng"),
          Map.entry("nanograms", "ng"),
          Map.entry("gram", "g"),
          Map.entry("grams", "g"),
          Map.entry("unit", "U"),
          Map.entry("units", "U"),
          Map.entry("milliunit", "mU"),
          Map.entry("milliunits", "mU"),
          Map.entry("IU", "[iU]"),
          Map.entry("mEq", "meq"),
          Map.entry("Eq", "eq"),
          Map.entry("micromol", "umol"),
          Map.entry("ml", "mL"),
          Map.entry("m\u00B2", "m2"),
          Map.entry("second", "s"),
          Map.entry("sec", "s"),
          Map.entry("minute", "min"),
          Map.entry("hr", "h"),
          Map.entry("hour", "h"),
          Map.entry("day", "d"));

  private CsvUnits() {}

  /** Empty if it is none that the product knows. */
  static Optional<String> ucum(String written) {
    List<String> parts = new ArrayList<>();
    for (String part : written.split("/", -1)) {
      parts.add(PARTS.getOrDefault(part.strip(), part.strip()));
    }
    String ucum = String.join("/", parts);
    return Unit.find(ucum).map(unit -> ucum);
  }

  /** What to write instead, as far as we know it. */
  static String advice(String written) {
    if (written.matches("(?i)(cc|u|mu|gm)(/.*)?")) {
      return "'" + written + "' is misread; write mL, units, milliunits or g.";
    }
    return "Unknown unit '" + written + "'; see the table of units in CSV.md.";
  }
}
