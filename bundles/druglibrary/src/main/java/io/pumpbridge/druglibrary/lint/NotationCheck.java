// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.Limits;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What ISMP's List of Error-Prone Abbreviations warns of, in names, advisories and figures. */
final class NotationCheck {
  /** Drugs' and doses' abbreviations that have been read as something else. */
  private static final Pattern ABBREVIATION =
      Pattern.compile(
          "\\b(MSO4|MgSO4|MS|AZT|CPZ|DPT|DTO|HCT|HCTZ|MTX|PTU|TNK|TPA|tPA|ZnSO4|NTG|IU|QD|QOD|qd|qod"
              + "|cc|ug|SC|SQ|U)\\b");

  private static final Pattern COMPARISON = Pattern.compile("[<>]");
  private static final Pattern NAKED_POINT = Pattern.compile("(?<![0-9])\\.[0-9]");
  private static final Pattern TRAILING_ZERO = Pattern.compile("(?<![0-9.])[0-9]+\\.0+(?![0-9])");

  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

  private NotationCheck() {}

  static void look(Subject subject, Findings findings) {
    for (LintedLine line : subject.lines()) {
      DrugEntry entry = line.entry();
      text(line.place(".drug"), entry.drug(), findings);
      entry.therapy().ifPresent(text -> text(line.place(".therapy"), text, findings));
      entry.details().diluent().ifPresent(text -> text(line.place(".diluent"), text, findings));
      entry.details().advisory().ifPresent(text -> text(line.place(".advisory"), text, findings));
    }
    subject.figures().forEach(figure -> figures(figure, findings));
  }

  private static void text(Place place, String text, Findings findings) {
    Matcher abbreviation = ABBREVIATION.matcher(text);
    if (abbreviation.find()) {
      findings.add(
          Rule.ERROR_PRONE_NOTATION,
          place,
          "'" + abbreviation.group() + "' has been misread; write it out.");
    }
    if (COMPARISON.matcher(text).find()) {
      findings.add(
          Rule.ERROR_PRONE_NOTATION,
          place,
          "< and > have been taken for each other; write below or above.");
    }
    if (NAKED_POINT.matcher(text).find()) {
      findings.add(
          Rule.ERROR_PRONE_NOTATION,
          place,
          "A point without a digit before it is overlooked; write 0.5, not .5.");
    }
    if (TRAILING_ZERO.matcher(text).find()) {
      findings.add(
          Rule.ERROR_PRONE_NOTATION, place, "1.0 has been read as 10; leave the zero out.");
    }
  }

  private static void figures(LintedLine.Limited figure, Findings findings) {
    Limits limits = figure.limits();
    Stream.of(
            limits.hardMin(),
            limits.softMin(),
            limits.softMax(),
            limits.hardMax(),
            limits.initial(),
            limits.step())
        .flatMap(Optional::stream)
        .filter(value -> value.scale() > 0 && value.signum() > 0)
        .filter(value -> value.stripTrailingZeros().scale() < value.scale())
        .findFirst()
        .ifPresent(
            value ->
                findings.add(
                    Rule.ERROR_PRONE_NOTATION,
                    figure.place(),
                    value.toPlainString()
                        + " ends in a zero that is read as ten times; write "
                        + Wording.figure(value)
                        + "."));
    limits
        .hardMax()
        .or(limits::softMax)
        .filter(value -> value.compareTo(THOUSAND) >= 0)
        .flatMap(value -> larger(limits.unit().ucum()))
        .ifPresent(
            larger ->
                findings.add(
                    Rule.UNIT_UNUSUAL,
                    figure.place(".unit"),
                    "Figures of a thousand and more are misread; use " + larger + "."));
  }

  /** Where a thousand of it have a name of their own. */
  private static Optional<String> larger(String ucum) {
    return Stream.of("ng", "mU")
        .filter(small -> ucum.equals(small) || ucum.startsWith(small + "/"))
        .findFirst()
        .map(small -> small.equals("ng") ? "mcg" : "units");
  }
}
