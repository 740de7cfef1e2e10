// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Limits;
import java.math.BigDecimal;
import java.util.Optional;

/** Whether the limits of one figure make sense together. */
final class LimitCheck {
  private LimitCheck() {}

  static void look(Subject subject, Findings findings) {
    subject
        .figures()
        .forEach(
            figure -> {
              presence(figure, findings);
              zero(figure, findings);
              softAndHard(figure, findings);
              initial(figure, findings);
              step(figure, findings);
            });
  }

  private static void presence(LintedLine.Limited figure, Findings findings) {
    Limits limits = figure.limits();
    boolean unlimited = limits.all().findAny().isEmpty();
    boolean dose = figure.figure() == Figure.DOSE;
    if (dose && figure.line().isHighAlert() && limits.hardMax().isEmpty()) {
      return; // said in graver words
    }
    if (unlimited) {
      findings.add(
          Rule.NO_LIMITS,
          figure.place(),
          "Set limits of " + figure.words() + ", or leave the figure out.");
    } else if (dose && limits.hardMax().isEmpty()) {
      findings.add(
          Rule.NO_HARD_MAX,
          figure.place(),
          "Every dose can be confirmed; consider hard_max of " + figure.words() + ".");
    }
  }

  private static void zero(LintedLine.Limited figure, Findings findings) {
    if (figure.mode() == DeliveryMode.PCA && figure.figure() == Figure.LOCKOUT) {
      return;
    }
    Limits limits = figure.limits();
    if (isZero(limits.hardMax()) || isZero(limits.softMax())) {
      findings.add(
          Rule.ZERO_MAXIMUM,
          figure.place(),
          "Nothing above zero may be given; set the maximum, or leave the way of giving it out.");
    }
  }

  private static boolean isZero(Optional<BigDecimal> limit) {
    return limit.filter(value -> value.signum() == 0).isPresent();
  }

  private static void softAndHard(LintedLine.Limited figure, Findings findings) {
    Limits limits = figure.limits();
    if (isSame(limits.softMax(), limits.hardMax())) {
      findings.add(
          Rule.SOFT_EQUALS_HARD,
          figure.place(".soft_max"),
          "Nobody is warned before " + figure.words() + " is refused; lower soft_max or drop it.");
    }
    if (isSame(limits.softMin(), limits.hardMin())) {
      findings.add(
          Rule.SOFT_EQUALS_HARD,
          figure.place(".soft_min"),
          "Nobody is warned before " + figure.words() + " is refused; raise soft_min or drop it.");
    }
  }

  private static boolean isSame(Optional<BigDecimal> one, Optional<BigDecimal> other) {
    return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) == 0;
  }

  private static void initial(LintedLine.Limited figure, Findings findings) {
    Limits limits = figure.limits();
    boolean below = isAbove(limits.softMin(), limits.initial());
    boolean above = isAbove(limits.initial(), limits.softMax());
    if (below || above) {
      findings.add(
          Rule.INITIAL_OUTSIDE_SOFT,
          figure.place(".initial"),
          "What is proposed, "
              + Wording.quantity(limits.initial().orElseThrow(), limits.unit())
              + ", would itself raise an alert; move it or the soft limit.");
    }
  }

  private static boolean isAbove(Optional<BigDecimal> one, Optional<BigDecimal> other) {
    return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) > 0;
  }

  private static void step(LintedLine.Limited figure, Findings findings) {
    Limits limits = figure.limits();
    Optional<BigDecimal> top = limits.softMax().or(limits::hardMax);
    BigDecimal bottom = limits.softMin().or(limits::hardMin).orElse(BigDecimal.ZERO);
    if (limits.step().isPresent()
        && top.isPresent()
        && limits.step().get().compareTo(top.get().subtract(bottom)) > 0) {
      findings.add(
          Rule.STEP_TOO_LARGE,
          figure.place(".step"),
          "One step of "
              + Wording.quantity(limits.step().get(), limits.unit())
              + " leaves the range of "
              + Wording.figure(bottom)
              + " to "
              + Wording.quantity(top.get(), limits.unit())
              + "; make it smaller.");
    }
  }
}
