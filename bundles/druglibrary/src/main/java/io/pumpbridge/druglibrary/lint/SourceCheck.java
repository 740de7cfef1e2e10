// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.model.dose.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether somebody can look up where the figures come from, and whether that is still so. */
final class SourceCheck {
  /** Fewer letters name nothing that can be looked up. */
  private static final int LEAST_LETTERS = 6;

  private static final Set<String> SAYS_NOTHING =
      Set.of(
          "unknown",
          "none",
          "na",
          "tbd",
          "todo",
          "pharmacy",
          "hospital",
          "internal",
          "library",
          "literature",
          "various",
          "packageinsert",
          "seefile",
          "perpharmacy",
          "standard",
          "protocol",
          "policy",
          "lexicomp",
          "micromedex",
          "reference");

  private static final String NOT_FOR_USE = "not for clinical use";

  private SourceCheck() {}

  static void look(Subject subject, Findings findings) {
    Map<Source, List<LintedLine>> sources = new LinkedHashMap<>();
    for (LintedLine line : subject.lines()) {
      sources
          .computeIfAbsent(line.entry().details().source(), first -> new ArrayList<>())
          .add(line);
    }
    sources.forEach((source, lines) -> look(source, lines, subject.at(), findings));
    List<LintedLine> examples =
        subject.lines().stream()
            .filter(line -> isExample(line.entry().details().source()))
            .toList();
    if (!examples.isEmpty()) {
      findings.add(
          Rule.NOT_FOR_CLINICAL_USE,
          examples.get(0).place(".source"),
          examples.size()
              + " of "
              + subject.lines().size()
              + " lines; put figures that your committee has approved in their place.");
    }
  }

  private static boolean isExample(Source source) {
    return source.name().toLowerCase(Locale.ROOT).contains(NOT_FOR_USE);
  }

  private static void look(Source source, List<LintedLine> lines, LocalDate at, Findings findings) {
    Place place = lines.get(0).place(".edition");
    String whose =
        "'"
            + source.name()
            + "' of "
            + source.edition()
            + " ("
            + (lines.size() == 1 ? "one line" : lines.size() + " lines")
            + ")";
    if (source.edition().isAfter(at)) {
      findings.add(
          Rule.EDITION_IN_FUTURE, place, whose + " is later than " + at + "; correct edition.");
    } else if (source.edition().isBefore(at.minusYears(1))) {
      findings.add(
          Rule.EDITION_OLD,
          place,
          whose + " is more than a year old; review it and say the edition you reviewed.");
    }
    String folded = Names.fold(source.name());
    if (folded.chars().filter(Character::isLetter).count() < LEAST_LETTERS
        || SAYS_NOTHING.contains(folded)) {
      findings.add(
          Rule.SOURCE_VAGUE,
          lines.get(0).place(".source"),
          whose + " cannot be looked up; name the guideline, handbook or decision.");
    }
  }
}
