// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.Preparation;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the concentrations of a drug go together, and how many are left open. */
final class ConcentrationCheck {
  /** Two or three strengths are usual in an intensive care unit; more are mixed up. */
  private static final int MANY = 3;

  private record Drug(String name, Substance substance) {}

  private record InArea(String area, String drug, Optional<String> therapy) {}

  private record Made(LintedLine line, Concentration concentration) {}

  private ConcentrationCheck() {}

  static void look(Subject subject, Findings findings) {
    Map<Drug, Map<Rational, Made>> made = new LinkedHashMap<>();
    Map<InArea, List<LintedLine>> inArea = new LinkedHashMap<>();
    for (LintedLine line : subject.lines()) {
      if (line.entry().preparation() instanceof Preparation.Fixed fixed) {
        made.computeIfAbsent(
                new Drug(Names.fold(line.entry().drug()), fixed.substance()),
                first -> new LinkedHashMap<>())
            .putIfAbsent(fixed.concentration().perMl(), new Made(line, fixed.concentration()));
        inArea
            .computeIfAbsent(
                new InArea(line.area().place(), line.entry().drug(), line.entry().therapy()),
                first -> new ArrayList<>())
            .add(line);
      }
    }
    made.values().forEach(concentrations -> factors(concentrations, findings));
    inArea.values().forEach(lines -> many(lines, findings));
    substances(subject, findings);
    wildcards(subject, findings);
  }

  private static void factors(Map<Rational, Made> concentrations, Findings findings) {
    concentrations.forEach(
        (perMl, high) -> {
          for (int power : new int[] {1_000, 100, 10}) {
            Made low = concentrations.get(perMl.dividedBy(Rational.of(power)));
            if (low != null) {
              findings.add(
                  power > 10 ? Rule.CONCENTRATION_OFF : Rule.CONCENTRATION_TENFOLD,
                  high.line().place(".concentration"),
                  Wording.concentration(high.concentration())
                      + " is "
                      + power
                      + " times "
                      + Wording.concentration(low.concentration())
                      + " in "
                      + low.line().area().name()
                      + (power > 10
                          ? "; look for a point, a zero or a unit in the wrong place."
                          : "; whoever takes one for the other gives ten times or a tenth."));
            }
          }
        });
  }

  private static void many(List<LintedLine> lines, Findings findings) {
    if (lines.size() > MANY) {
      findings.add(
          Rule.CONCENTRATIONS_MANY,
          lines.get(0).place(),
          "It comes in "
              + lines.size()
              + " concentrations here; standardise on a few, as ASHP's Standardize 4 Safety does.");
    }
  }

  private static void substances(Subject subject, Findings findings) {
    Map<String, LintedLine> first = new LinkedHashMap<>();
    for (LintedLine line : subject.lines()) {
      Substance found = line.entry().preparation().substance();
      if (found == Substance.VOLUME) {
        continue;
      }
      LintedLine other = first.putIfAbsent(Names.fold(line.entry().drug()), line);
      if (other != null && other.entry().preparation().substance() != found) {
        findings.add(
            Rule.SUBSTANCE_DIFFERS,
            line.place(),
            Wording.preparation(line.entry().preparation())
                + " here, "
                + Wording.preparation(other.entry().preparation())
                + " in "
                + other.area().name()
                + ": nothing converts between them. Measure the drug in one way.");
      }
    }
  }

  private static void wildcards(Subject subject, Findings findings) {
    long all = 0;
    for (LibrarySurvey.Area area : subject.library().areas()) {
      long open = subject.linesOf(area).filter(ConcentrationCheck::isOpen).count();
      all += open;
      if (open > 0) {
        findings.add(
            Rule.WILDCARDS,
            Place.of(area, ".entries"),
            counted(open, area.lines().size()) + " here; each relies on what somebody types in.");
      }
    }
    if (all > 0 && subject.library().areas().size() > 1) {
      findings.add(
          Rule.WILDCARDS, Place.of("$"), counted(all, subject.lines().size()) + " in all.");
    }
  }

  private static boolean isOpen(LintedLine line) {
    return line.entry().preparation() instanceof Preparation.Wildcard;
  }

  private static String counted(long open, int lines) {
    return open + " of " + lines + " lines take any concentration";
  }
}
