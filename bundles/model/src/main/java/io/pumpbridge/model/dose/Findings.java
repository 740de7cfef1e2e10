// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gathers what is beyond a limit. The gravest gives the verdict, of two alike the care area's own,
 * else the one found first; but all are named, for whoever overrides a limit that was not said
 * overrides it unknowingly.
 */
final class Findings {

  /** Something beyond its limit, in words. */
  record Finding(Verdict verdict, ReasonCode code, Judgement.Limit limit, String sentence) {}

  private static final Comparator<Finding> BY_GRAVITY =
      Comparator.<Finding, Boolean>comparing(finding -> !finding.verdict().isHard())
          .thenComparing(finding -> finding.code() != ReasonCode.DEVICE_LIMIT_PASSED);

  private final List<Finding> found = new ArrayList<>();

  void add(Finding finding) {
    found.add(finding);
  }

  /** Whatever runs: too fast for the place. */
  void device(String areaName, String kind, Figure figure, Quantity value, Optional<Quantity> max) {
    if (DeviceLimits.isAbove(value, max)) {
      devicePassed(areaName, kind, figure, value, max.orElseThrow());
    }
  }

  /**
   * It is.
   *
   * @param shown the value in words, which may be rounded
   */
  void devicePassed(String areaName, String kind, Figure figure, Quantity shown, Quantity limit) {
    add(
        new Finding(
            Verdict.HARD_HIGH,
            ReasonCode.DEVICE_LIMIT_PASSED,
            new Judgement.Limit(kind, figure, limit),
            shown + " is above the " + limit + " that care area " + areaName + " allows."));
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

  /** By name; empty if everything is within its limits. */
  Set<String> passed() {
    return found.stream()
        .map(finding -> finding.limit().name())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The gravest finding's, whose sentence is followed by that of every other limit that was passed;
   * empty if everything is within its limits.
   */
  Optional<Judgement> judgement(long version) {
    Map<String, Finding> once = new LinkedHashMap<>();
    found.stream()
        .sorted(BY_GRAVITY)
        .forEach(finding -> once.putIfAbsent(finding.limit().name(), finding));
    return once.values().stream()
        .findFirst()
        .map(
            gravest ->
                new Judgement(
                    gravest.verdict(),
                    gravest.code(),
                    Optional.empty(),
                    Optional.empty(),
                    once.values().stream().map(Finding::limit).toList(),
                    version,
                    once.values().stream()
                        .map(Finding::sentence)
                        .collect(Collectors.joining(" "))));
  }
}
