// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DeviceLimits;
import io.pumpbridge.model.dose.DoseConversion;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Limits;
import io.pumpbridge.model.dose.Preparation;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.measure.Unit.Dimension;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Whether a pump can give what the limits speak of: at the area's maximum rate, and in steps of 0.1
 * mL/h, the usual ones. Judged for the lightest patient, who needs the lowest rates; where the
 * weight or the concentration is open, nothing is said.
 */
final class RateCheck {
  /** What is off by rounding to 0.1 mL/h at most. */
  private static final Rational HALF_STEP = Rational.of(1, 20);

  private static final Rational HUNDRED = Rational.of(100);

  private RateCheck() {}

  static void look(Subject subject, Findings findings) {
    Rational tolerance = subject.library().tolerance();
    if (tolerance.signum() == 0) {
      findings.add(
          Rule.NO_ROUNDING_TOLERANCE,
          Place.of("$.rounding_tolerance"),
          "A dose is refused whenever its rate is not a whole number of a pump's steps; set, for"
              + " example, 5 %.");
    }
    subject
        .figures()
        .filter(figure -> figure.limits().unit().dimension().perTime())
        .forEach(
            figure -> {
              reach(figure, findings);
              if (tolerance.signum() > 0 && figure.mode() == DeliveryMode.CONTINUOUS) {
                rounding(figure, tolerance, findings);
              }
            });
  }

  private static void reach(LintedLine.Limited figure, Findings findings) {
    Optional<Quantity> maximum = figure.line().area().device().maximumRate();
    if (maximum.isEmpty()) {
      return;
    }
    Rational most = Rational.of(maximum.get().value());
    Limits limits = figure.limits();
    Optional<Rational> lowest = lowest(limits).flatMap(dose -> rate(figure, dose));
    Optional<BigDecimal> top = limits.softMax().or(limits::hardMax);
    Optional<Rational> highest = top.flatMap(dose -> rate(figure, dose));
    if (lowest.filter(rate -> rate.compareTo(most) > 0).isPresent()) {
      findings.add(
          Rule.DOSE_UNREACHABLE,
          figure.place(),
          "Even the lowest dose of "
              + Wording.quantity(lowest(limits).orElseThrow(), limits.unit())
              + needs(figure, lowest.get())
              + ", and the care area allows "
              + Wording.quantity(maximum.get())
              + "; check the limits, the concentration and maximum_rate.");
    } else if (highest.filter(rate -> rate.compareTo(most) > 0).isPresent()) {
      findings.add(
          Rule.LIMIT_BEYOND_MAXIMUM_RATE,
          figure.place(),
          "The maximum of "
              + Wording.quantity(top.orElseThrow(), limits.unit())
              + needs(figure, highest.get())
              + ", more than the care area's "
              + Wording.quantity(maximum.get())
              + "; check the unit, or lower the limit.");
    }
  }

  private static void rounding(LintedLine.Limited figure, Rational tolerance, Findings findings) {
    Optional<BigDecimal> lowest = lowest(figure.limits());
    Optional<Rational> rate = lowest.flatMap(dose -> rate(figure, dose));
    if (rate.isPresent()
        && rate.get().signum() > 0
        && HALF_STEP.compareTo(rate.get().times(tolerance)) > 0) {
      findings.add(
          Rule.ROUNDING_TOO_COARSE,
          figure.place(),
          "The lowest dose of "
              + Wording.quantity(lowest.orElseThrow(), figure.limits().unit())
              + needs(figure, rate.get())
              + "; rounding to 0.1 mL/h may change it by up to "
              + Wording.about(HALF_STEP.dividedBy(rate.get()).times(HUNDRED))
              + " %, the library tolerates "
              + Wording.about(tolerance.times(HUNDRED))
              + " %, so some orders will be refused. Dilute more, or raise the minimum.");
    }
  }

  private static Optional<BigDecimal> lowest(Limits limits) {
    return limits.softMin().or(limits::hardMin).filter(dose -> dose.signum() > 0);
  }

  private static String needs(LintedLine.Limited figure, Rational rate) {
    DeviceLimits device = figure.line().area().device();
    return " needs about "
        + Wording.about(rate)
        + " mL/h"
        + (figure.limits().unit().dimension().per() == Dimension.BodySize.WEIGHT
            ? " at " + device.minimumWeight().map(Wording::quantity).orElse("")
            : "");
  }

  /** In mL/h; empty if it depends on what the library leaves open. */
  private static Optional<Rational> rate(LintedLine.Limited figure, BigDecimal value) {
    if (figure.figure() != Figure.DOSE && figure.figure() != Figure.RATE) {
      return Optional.empty();
    }
    Unit unit = figure.limits().unit();
    Optional<Rational> size =
        switch (unit.dimension().per()) {
          case NONE -> Optional.of(Rational.ONE);
          case WEIGHT -> figure.line().area().device().minimumWeight().map(Quantity::inBaseUnits);
          case SURFACE -> Optional.empty();
        };
    Rational dose = new Quantity(value, unit).inBaseUnits();
    return size.flatMap(
        body ->
            perMl(figure)
                .map(
                    perMl ->
                        new DoseConversion(perMl, body)
                            .toFluid(dose)
                            .dividedBy(Unit.ML_PER_HOUR.factor())));
  }

  private static Optional<Rational> perMl(LintedLine.Limited figure) {
    if (figure.limits().unit().dimension().substance() == Substance.VOLUME) {
      return Optional.of(Rational.ONE);
    }
    return figure.line().entry().preparation() instanceof Preparation.Fixed fixed
        ? Optional.of(fixed.concentration().perMl())
        : Optional.empty();
  }
}
