// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for what is ordered: pure, exact. Who signed it, when, and whether it has been carried
 * out already are not its business.
 *
 * <p>A soft limit needs somebody who takes it upon them, where the care area allows that; the
 * verdict stays soft, and its code says whether it was overridden. A hard limit has no way around.
 */
public final class OrderGuard {
  /** What two figures for the same may differ by, because one was rounded to be written. */
  private static final Rational MAX_ROUNDING = Rational.of(1, 100);

  /** What no library could make good. */
  private static final Set<ReasonCode> NO_ORDER =
      EnumSet.of(
          ReasonCode.ORDER_EMPTY,
          ReasonCode.DOSE_INVALID,
          ReasonCode.RATE_INVALID,
          ReasonCode.VOLUME_INVALID,
          ReasonCode.DOSE_AND_RATE_DISAGREE);

  private OrderGuard() {}

  /** Judges an order by what is in force. */
  public static Judgement judge(Optional<DrugLibrary> library, InfusionOrder order) {
    return library
        .map(inForce -> weigh(inForce, order).judgement())
        .orElseGet(
            () -> Judgement.cannot(ReasonCode.NO_LIBRARY, 0, "No drug library is in force."));
  }

  /**
   * A judgement, and the rate that the order means.
   *
   * @param rate exact, in mL/s; empty if the order does not say one or could not be judged
   * @param passed every limit that the order passes, not only the one that gave the verdict
   */
  record Weighed(Judgement judgement, Optional<Rational> rate, Set<String> passed) {}

  static Weighed weigh(DrugLibrary library, InfusionOrder order) {
    try {
      return weighOrRefuse(library, order);
    } catch (CannotJudge e) {
      Judgement answer = Judgement.cannot(e.code(), library.version(), e.sentence());
      return new Weighed(
          NO_ORDER.contains(e.code()) ? answer.asInvalid() : answer, Optional.empty(), Set.of());
    }
  }

  private static Weighed weighOrRefuse(DrugLibrary library, InfusionOrder order)
      throws CannotJudge {
    requireSensible(order);
    CareArea area = LibraryLine.areaOf(library, order.careArea());
    Findings findings = new Findings();
    if (order.rate().isPresent()) { // first, so that it is said even when the rest cannot be judged
      deviceRate(findings, area, order.rate().get());
    }
    order
        .vtbi()
        .ifPresent(
            volume ->
                findings.device(
                    area.name(),
                    Judgement.DEVICE_VTBI_MAX,
                    Figure.VOLUME,
                    volume,
                    area.device().maximumVtbi()));
    Optional<Judgement> beyondArea = findings.judgement(library.version());
    Set<String> ofArea = findings.passed();
    try {
      return weighDose(findings, area, order, library.version());
    } catch (CannotJudge e) {
      return new Weighed(beyondArea.orElseThrow(() -> e), Optional.empty(), ofArea);
    }
  }

  /**
   * @param findings what is beyond the area's limits
   */
  private static Weighed weighDose(
      Findings findings, CareArea area, InfusionOrder order, long version) throws CannotJudge {
    LibraryLine line =
        LibraryLine.find(area, order.medication(), order.body(), order.mode(), order.dose());
    line.judgeConcentration(findings);
    Shown shown =
        switch (order.mode()) {
          case CONTINUOUS -> continuous(findings, line, order);
          case BOLUS, LOADING, INTERMITTENT -> amount(findings, line, order);
          case PCA ->
              throw new CannotJudge(
                  ReasonCode.MODE_NOT_JUDGED,
                  "What a patient demands is not judged; the pump's own limits hold.");
        };
    return new Weighed(
        verdict(findings, line, order, shown, version), shown.exactRate(), findings.passed());
  }

  private record Shown(Quantity dose, Optional<Quantity> rate, Optional<Rational> exactRate) {}

  private static Judgement verdict(
      Findings findings, LibraryLine line, InfusionOrder order, Shown shown, long version) {
    Judgement judgement =
        findings
            .judgement(version)
            .orElseGet(
                () -> Judgement.within(line.entry().title() + " at " + shown.dose(), version));
    Judgement complete = judgement.withDose(shown.dose());
    if (shown.rate().isPresent()) {
      complete = complete.withRate(shown.rate().get());
    }
    return complete.verdict().isSoft() ? override(complete, line.area(), order) : complete;
  }

  private static Judgement override(Judgement judgement, CareArea area, InfusionOrder order) {
    if (order.override().isEmpty()) {
      return judgement.because(
          ReasonCode.SOFT_LIMIT_PASSED,
          judgement.reason()
              + (area.softLimits() == CareArea.SoftLimits.HOLD
                  ? " Care area " + area.name() + " lets nobody override it."
                  : " It needs somebody who overrides it, and why."));
    }
    if (area.softLimits() == CareArea.SoftLimits.HOLD) {
      return judgement.because(
          ReasonCode.OVERRIDE_NOT_ALLOWED,
          judgement.reason() + " Care area " + area.name() + " lets nobody override it.");
    }
    return judgement.because(
        ReasonCode.SOFT_LIMIT_OVERRIDDEN,
        judgement.reason() + " Overridden by " + order.override().get().by() + ".");
  }

  private static void requireSensible(InfusionOrder order) throws CannotJudge {
    if (order.dose().isEmpty() && order.rate().isEmpty()) {
      throw new CannotJudge(ReasonCode.ORDER_EMPTY, "The order says neither a dose nor a rate.");
    }
    requirePositive("dose", order.dose(), ReasonCode.DOSE_INVALID);
    requirePositive("rate", order.rate(), ReasonCode.RATE_INVALID);
    requirePositive("volume", order.vtbi(), ReasonCode.VOLUME_INVALID);
    if (order.rate().isPresent()) {
      CannotJudge.requireUnit("rate", order.rate().get(), Unit.ML_PER_HOUR);
    }
    if (order.vtbi().isPresent()) {
      CannotJudge.requireUnit("volume", order.vtbi().get(), Unit.ML);
    }
  }

  private static void requirePositive(String what, Optional<Quantity> figure, ReasonCode code)
      throws CannotJudge {
    if (figure.isPresent() && figure.get().value().signum() <= 0) {
      throw new CannotJudge(code, "A " + what + " is above zero, not " + figure.get() + ".");
    }
  }

  private static void deviceRate(Findings findings, CareArea area, Quantity rate) {
    findings.device(
        area.name(), Judgement.DEVICE_MAX, Figure.RATE, rate, area.device().maximumRate());
  }

  private static Shown continuous(Findings findings, LibraryLine line, InfusionOrder order)
      throws CannotJudge {
    Limits limits = line.limitsFor(DeliveryMode.CONTINUOUS).dose();
    DoseConversion conversion = line.conversionTo(limits.unit());
    requireDoseUnit(order.dose(), limits);
    Optional<Rational> ordered = order.dose().map(Quantity::inBaseUnits);
    Optional<Rational> flowing = order.rate().map(rate -> conversion.toDose(rate.inBaseUnits()));
    if (ordered.isPresent() && flowing.isPresent()) {
      requireAgreement(order.dose().get(), order.rate().get(), conversion, limits);
    }
    Rational delivered = flowing.or(() -> ordered).orElseThrow();
    String title = line.entry().title();
    findings.figure(title, Figure.DOSE, limits, delivered);
    if (ordered.isPresent()) { // where both are said, the graver of the two counts
      findings.figure(title, Figure.DOSE, limits, ordered.get());
    }
    Rational exact = conversion.toFluid(delivered);
    Optional<Quantity> most = line.area().device().maximumRate();
    Quantity rate = ShownFigure.of(Unit.ML_PER_HOUR, exact, most.stream().toList());
    if (DeviceLimits.isAbove(exact, most)) {
      String area = line.area().name();
      findings.devicePassed(area, Judgement.DEVICE_MAX, Figure.RATE, rate, most.orElseThrow());
    }
    return new Shown(ShownFigure.of(limits, delivered), Optional.of(rate), Optional.of(exact));
  }

  private static Shown amount(Findings findings, LibraryLine line, InfusionOrder order)
      throws CannotJudge {
    ModeLimits limits = line.limitsFor(order.mode());
    Quantity dose =
        order
            .dose()
            .orElseThrow(
                () ->
                    new CannotJudge(
                        ReasonCode.DOSE_MISSING,
                        "A " + order.mode().wireName() + " needs its dose, and none was said."));
    requireDoseUnit(order.dose(), limits.dose());
    String title = line.entry().title();
    findings.figure(title, Figure.DOSE, limits.dose(), dose.inBaseUnits());
    Optional<Limits> speed = limits.find(Figure.RATE);
    if (speed.isPresent()) {
      Rational fluid = rateOf(order, Figure.RATE).inBaseUnits();
      findings.figure(
          title, Figure.RATE, speed.get(), line.conversionTo(speed.get().unit()).toDose(fluid));
    }
    Optional<Limits> duration = limits.find(Figure.DURATION);
    if (duration.isPresent()) {
      Rational fluid = line.conversionTo(limits.dose().unit()).toFluid(dose.inBaseUnits());
      findings.figure(
          title,
          Figure.DURATION,
          duration.get(),
          fluid.dividedBy(rateOf(order, Figure.DURATION).inBaseUnits()));
    }
    return new Shown(
        ShownFigure.of(limits.dose(), dose.inBaseUnits()),
        order.rate(),
        order.rate().map(Quantity::inBaseUnits));
  }

  private static Quantity rateOf(InfusionOrder order, Figure why) throws CannotJudge {
    return order
        .rate()
        .orElseThrow(
            () ->
                new CannotJudge(
                    ReasonCode.RATE_MISSING,
                    "The library limits the "
                        + why.words()
                        + " of this "
                        + order.mode().wireName()
                        + ", and the order says no rate."));
  }

  /** Per minute and per hour are one dimension; per kilogram and not are two, and never guessed. */
  private static void requireDoseUnit(Optional<Quantity> dose, Limits limits) throws CannotJudge {
    if (dose.isPresent() && !dose.get().unit().dimension().equals(limits.unit().dimension())) {
      throw new CannotJudge(
          ReasonCode.UNIT_MISMATCH,
          "The order doses in "
              + dose.get().unit()
              + ", the library in "
              + limits.unit()
              + (limits.unit().dimension().substance() == Substance.VOLUME ? " of fluid." : "."));
    }
  }

  /** One of the two may have been rounded to the digits that it is written with, a little. */
  private static void requireAgreement(
      Quantity dose, Quantity rate, DoseConversion conversion, Limits limits) throws CannotJudge {
    Rational flowing = conversion.toDose(rate.inBaseUnits());
    Rational needed = conversion.toFluid(dose.inBaseUnits());
    if (!isRoundedFrom(dose, flowing) && !isRoundedFrom(rate, needed)) {
      throw new CannotJudge(
          ReasonCode.DOSE_AND_RATE_DISAGREE,
          rate
              + " is "
              + ShownFigure.of(limits, flowing)
              + ", and not the "
              + dose
              + " that the order says too.");
    }
  }

  private static boolean isRoundedFrom(Quantity written, Rational exact) {
    Rational lastPlace =
        Rational.of(BigDecimal.ONE.movePointLeft(written.value().scale()))
            .times(written.unit().factor());
    Rational away = exact.minus(written.inBaseUnits()).absolute();
    return away.times(Rational.of(2)).compareTo(lastPlace) <= 0
        && away.compareTo(exact.times(MAX_ROUNDING)) <= 0;
  }
}
