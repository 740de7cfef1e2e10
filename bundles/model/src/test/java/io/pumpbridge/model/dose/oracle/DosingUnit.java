// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every unit of dose per time, written out from a table of its own.
 *
 * @param amount what is given, for example {@code ug}
 * @param body {@code ""}, {@code "/kg"} or {@code "/m2"}
 * @param time for example {@code min}
 */
record DosingUnit(String amount, String body, String time) {

  /** What the amounts measure. */
  enum Kind {
    MASS,
    UNITS,
    EQUIVALENTS,
    MOLES,
    VOLUME
  }

  private record Scale(Kind kind, long above, long below) {}

  /** In mg, U, meq, mmol and mL. */
  private static final Map<String, Scale> AMOUNTS =
      Map.ofEntries(
          Map.entry("g", new Scale(Kind.MASS, 1_000, 1)),
          Map.entry("mg", new Scale(Kind.MASS, 1, 1)),
          Map.entry("ug", new Scale(Kind.MASS, 1, 1_000)),
          Map.entry("ng", new Scale(Kind.MASS, 1, 1_000_000)),
          Map.entry("U", new Scale(Kind.UNITS, 1, 1)),
          Map.entry("mU", new Scale(Kind.UNITS, 1, 1_000)),
          Map.entry("[iU]", new Scale(Kind.UNITS, 1, 1)),
          Map.entry("m[iU]", new Scale(Kind.UNITS, 1, 1_000)),
          Map.entry("eq", new Scale(Kind.EQUIVALENTS, 1_000, 1)),
          Map.entry("meq", new Scale(Kind.EQUIVALENTS, 1, 1)),
          Map.entry("mol", new Scale(Kind.MOLES, 1_000, 1)),
          Map.entry("mmol", new Scale(Kind.MOLES, 1, 1)),
          Map.entry("umol", new Scale(Kind.MOLES, 1, 1_000)),
          Map.entry("mL", new Scale(Kind.VOLUME, 1, 1)),
          Map.entry("L", new Scale(Kind.VOLUME, 1_000, 1)));

  /** In hours. */
  private static final Map<String, Fraction> TIMES =
      Map.of(
          "s", Fraction.of(1, 3_600),
          "min", Fraction.of(1, 60),
          "h", Fraction.of(1, 1),
          "d", Fraction.of(24, 1));

  static List<DosingUnit> all() {
    List<DosingUnit> all = new ArrayList<>();
    for (String amount : AMOUNTS.keySet().stream().sorted().toList()) {
      for (String body : List.of("", "/kg", "/m2")) {
        for (String time : TIMES.keySet().stream().sorted().toList()) {
          all.add(new DosingUnit(amount, body, time));
        }
      }
    }
    return all;
  }

  static Kind kindOf(String amount) {
    return AMOUNTS.get(amount).kind();
  }

  static List<String> amountsOf(Kind kind) {
    return AMOUNTS.keySet().stream().sorted().filter(amount -> kindOf(amount) == kind).toList();
  }

  /** So many mg, U, meq, mmol or mL. */
  static Fraction scaleOf(String amount) {
    Scale scale = AMOUNTS.get(amount);
    return Fraction.of(scale.above(), scale.below());
  }

  Kind kind() {
    return kindOf(amount);
  }

  /** So many mg, U, meq, mmol or mL an hour, per whatever it is per. */
  Fraction scale() {
    return scaleOf(amount).over(TIMES.get(time));
  }

  boolean measuresAs(DosingUnit other) {
    return kind() == other.kind() && body.equals(other.body);
  }

  String ucum() {
    return amount + body + "/" + time;
  }
}
