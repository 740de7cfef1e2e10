// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gathers what is beyond a limit; the gravest speaks, and of two alike the one found first. */
final class Findings {

  /** Something beyond its limit, in words. */
  record Finding(Verdict verdict, ReasonCode code, Judgement.Limit limit, String sentence) {}

  private final List<Finding> found = new ArrayList<>();

  void add(Finding finding) {
    found.add(finding);
  }

  /** Whatever runs: too fast for the place. */
  void device(String areaName, String kind, Figure figure, Quantity value, Optional<Quantity> max) {
    if (DeviceLimits.isAbove(value, max)) {
      Quantity limit = max.orElseThrow();
      add(
          new Finding(
              Verdict.HARD_HIGH,
              ReasonCode.DEVICE_LIMIT_PASSED,
              new Judgement.Limit(kind, figure, limit),
              value + " is above the " + limit + " that care area " + areaName + " allows."));
    }
  }

  /**
   * A figure of an entry against its limits.
   *
   * @param value in base units
   */
  void figure(String drug, Figure figure, Limits limits, Rational value) {
    limits
        .passedBy(value)
        .ifPresent(
            passed -> {
              Verdict verdict = passed.kind().whenPassed();
              add(
                  new Finding(
                      verdict,
                      verdict.isHard()
                          ? ReasonCode.HARD_LIMIT_PASSED
                          : ReasonCode.SOFT_LIMIT_PASSED,
                      new Judgement.Limit(passed.kind().wireName(), figure, passed.limit()),
                      subject(drug, figure)
                          + ShownFigure.of(limits, value)
                          + (passed.kind().isMaximum() ? " is above the " : " is below the ")
                          + (verdict.isHard() ? "hard" : "soft")
                          + " limit of "
                          + passed.limit()
                          + "."));
            });
  }

  private static String subject(String drug, Figure figure) {
    return figure == Figure.DOSE ? drug + " at " : "The " + figure.words() + " of " + drug + ", ";
  }

  Optional<Finding> gravest() {
    return found.stream()
        .max(Comparator.comparingInt(finding -> finding.verdict().isHard() ? 1 : 0));
  }
}
