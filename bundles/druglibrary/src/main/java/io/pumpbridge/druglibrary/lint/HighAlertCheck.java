// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Limits;
import io.pumpbridge.model.dose.ModeLimits;
import io.pumpbridge.model.dose.Preparation;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether drugs that do grave harm are known as such and fenced by limits that nobody overrides.
 */
final class HighAlertCheck {
  private HighAlertCheck() {}

  static void look(Subject subject, Findings findings) {
    Map<String, LintedLine> marked = new HashMap<>();
    subject.lines().stream()
        .filter(LintedLine::isHighAlert)
        .forEach(line -> marked.putIfAbsent(Names.fold(line.entry().drug()), line));
    for (LintedLine line : subject.lines()) {
      if (line.isHighAlert()) {
        line.entry().modes().forEach(mode -> look(line, mode, findings));
      } else {
        unmarked(line, Optional.ofNullable(marked.get(Names.fold(line.entry().drug()))), findings);
      }
      wildcard(line, findings);
    }
  }

  private static void look(LintedLine line, ModeLimits mode, Findings findings) {
    Limits dose = mode.dose();
    Place place = line.place(mode.mode(), Figure.DOSE);
    String words = "the " + Wording.figure(mode.mode(), Figure.DOSE);
    if (dose.hardMax().isEmpty()) {
      findings.add(
          Rule.HIGH_ALERT_NO_HARD_MAX,
          place,
          "Nothing stops too high a dose for good: set hard_max of " + words + ".");
    }
    tenfold(dose, place, words, findings);
    speed(line, mode, findings);
    if (mode.mode() == DeliveryMode.CONTINUOUS
        && dose.hardMin().isEmpty()
        && dose.softMin().isEmpty()) {
      findings.add(
          Rule.HIGH_ALERT_NO_MINIMUM,
          place,
          "A dose a tenth of what was meant passes unseen; consider soft_min of " + words + ".");
    }
  }

  /** A hard maximum is there to catch a point or a zero in the wrong place. */
  private static void tenfold(Limits dose, Place place, String words, Findings findings) {
    Optional<BigDecimal> usual = dose.softMax().or(dose::initial);
    if (usual.isPresent()
        && usual.get().signum() > 0
        && dose.hardMax().isPresent()
        && dose.hardMax().get().compareTo(usual.get().multiply(BigDecimal.TEN)) >= 0) {
      findings.add(
          Rule.HARD_MAX_MISSES_TENFOLD,
          place,
          "Ten times "
              + Wording.quantity(usual.get(), dose.unit())
              + " is still within the hard maximum of "
              + Wording.quantity(dose.hardMax().get(), dose.unit())
              + "; lower hard_max of "
              + words
              + " or say why not.");
    }
  }

  /** Of a bolus, how much and how fast both matter. */
  private static void speed(LintedLine line, ModeLimits mode, Findings findings) {
    boolean takesTime =
        switch (mode.mode()) {
          case BOLUS, LOADING, INTERMITTENT -> true;
          case CONTINUOUS, PCA -> false;
        };
    boolean fast = mode.find(Figure.RATE).flatMap(Limits::hardMax).isEmpty();
    boolean brief = mode.find(Figure.DURATION).flatMap(Limits::hardMin).isEmpty();
    if (takesTime && fast && brief) {
      findings.add(
          Rule.HIGH_ALERT_SPEED_UNLIMITED,
          line.place(mode.mode(), Figure.RATE),
          mode.mode() == DeliveryMode.INTERMITTENT
              ? "Set hard_max of its rate or hard_min of its duration."
              : "Set hard_max of the rate of the " + Wording.mode(mode.mode()) + ".");
    }
  }

  private static void unmarked(LintedLine line, Optional<LintedLine> marked, Findings findings) {
    Place place = line.place(".high_alert");
    if (marked.isPresent()) {
      findings.add(
          Rule.HIGH_ALERT_INCONSISTENT,
          place,
          "It is high-alert in " + marked.get().area().name() + "; say the same in both.");
    } else if (HighAlertDrugs.contains(line.entry().drug())) {
      findings.add(
          Rule.HIGH_ALERT_NOT_MARKED,
          place,
          "It stands on ISMP's list or in one of its classes; set high_alert, or note why not.");
    }
  }

  private static void wildcard(LintedLine line, Findings findings) {
    if (!(line.entry().preparation() instanceof Preparation.Wildcard wildcard)) {
      return;
    }
    Limits limits = wildcard.perVolume();
    boolean fenced = limits.hardMin().isPresent() && limits.hardMax().isPresent();
    Place place = line.place(".wildcard");
    if (!fenced) {
      findings.add(
          line.isHighAlert() ? Rule.HIGH_ALERT_WILDCARD_UNLIMITED : Rule.WILDCARD_UNLIMITED,
          place,
          "Whatever concentration is typed in is believed; set hard_min and hard_max of the"
              + " wildcard, or name the concentrations.");
    } else if (line.isHighAlert()) {
      findings.add(
          Rule.HIGH_ALERT_WILDCARD,
          place,
          "Name the concentrations that the pharmacy makes instead of letting one be typed in.");
    }
  }
}
