// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The dose rules: pure, exact, told the time.
 *
 * <p>Dose = rate × concentration ÷ weight, as fractions; compared with the limits as fractions;
 * rounded only to be shown. Whatever is missing or does not fit makes the answer <em>cannot
 * judge</em> with the reason. The care area's maximum rate is judged even when the dose cannot be.
 */
public final class DoseGuard {
  private DoseGuard() {}

  /**
   * What the guard goes by at this moment.
   *
   * @param careArea whose device limits hold where no association says more
   */
  public record Basis(
      Optional<DrugLibrary> library, Optional<Association> association, Optional<String> careArea) {

    public Basis(Optional<DrugLibrary> library, Optional<Association> association) {
      this(library, association, Optional.empty());
    }
  }

  /** Judges what runs on a channel. */
  public static Judgement judge(
      Basis basis, PumpIdentity pump, Observation observation, Instant now) {
    long version = basis.library().map(DrugLibrary::version).orElse(0L);
    try {
      return judgeOrRefuse(basis, pump, observation, now, version);
    } catch (CannotJudge e) {
      return new Judgement(
          Verdict.CANNOT_JUDGE,
          e.code(),
          Optional.empty(),
          Optional.empty(),
          version,
          e.sentence());
    }
  }

  private static Judgement judgeOrRefuse(
      Basis basis, PumpIdentity pump, Observation observation, Instant now, long version)
      throws CannotJudge {
    requireInfusing(observation.status());
    Quantity rate = rateOf(observation);
    DrugLibrary library =
        basis
            .library()
            .orElseThrow(
                () -> new CannotJudge(ReasonCode.NO_LIBRARY, "No drug library is in force."));
    Association association;
    try {
      association = current(basis.association(), pump, observation, now);
    } catch (CannotJudge e) {
      return judgeDevice(basis, library, rate, version).orElseThrow(() -> e);
    }
    CareArea area =
        library
            .findCareArea(association.careArea())
            .orElseThrow(
                () ->
                    new CannotJudge(
                        ReasonCode.CARE_AREA_UNKNOWN,
                        "The library has no care area '" + association.careArea() + "'."));
    Optional<Judgement> device = judgeDevice(area, rate, version);
    if (device.isPresent()) {
      return device.get();
    }
    DrugEntry entry = entryFor(area, association);
    return compare(entry, doseOf(entry, association, area, rate), version);
  }

  private static void requireInfusing(PumpStatus status) throws CannotJudge {
    switch (status) {
      case INFUSING -> {}
      case STOPPED, STANDBY ->
          throw new CannotJudge(ReasonCode.NOT_INFUSING, "Nothing is being infused.");
      case KVO ->
          throw new CannotJudge(
              ReasonCode.MODE_NOT_JUDGED, "Keep-vein-open is not judged as a continuous dose.");
      case ALARM ->
          throw new CannotJudge(
              ReasonCode.MODE_NOT_JUDGED, "What a pump delivers while it alarms is not judged.");
      case LOST, UNKNOWN ->
          throw new CannotJudge(
              ReasonCode.STATUS_UNKNOWN, "Nobody can say at the moment what the pump does.");
    }
  }

  private static Quantity rateOf(Observation observation) throws CannotJudge {
    Quantity rate =
        observation
            .rate()
            .orElseThrow(
                () -> new CannotJudge(ReasonCode.RATE_MISSING, "The pump does not say its rate."));
    if (!rate.unit().dimension().equals(Unit.ML_PER_HOUR.dimension())) {
      throw new CannotJudge(
          ReasonCode.UNIT_MISMATCH, "The pump's rate is in " + rate.unit() + ", not in mL/h.");
    }
    if (rate.value().signum() < 0) {
      throw new CannotJudge(ReasonCode.RATE_INVALID, "The pump says a rate below zero: " + rate);
    }
    return rate;
  }

  private static Association current(
      Optional<Association> found, PumpIdentity pump, Observation observation, Instant now)
      throws CannotJudge {
    Association association =
        found.orElseThrow(
            () ->
                new CannotJudge(
                    ReasonCode.NO_ASSOCIATION,
                    "No order system has said what runs on channel "
                        + observation.channel()
                        + "."));
    if (!association.pumpSerial().equals(pump.serialNumber())
        || !association.channel().equals(observation.channel())) {
      throw new CannotJudge(
          ReasonCode.WRONG_PUMP,
          "The association is for pump "
              + association.pumpSerial()
              + " channel "
              + association.channel()
              + ".");
    }
    if (!now.isBefore(association.expires())) {
      throw new CannotJudge(
          ReasonCode.ASSOCIATION_EXPIRED,
          "The association ended at " + association.expires() + ".");
    }
    return association;
  }

  private static Optional<Judgement> judgeDevice(
      Basis basis, DrugLibrary library, Quantity rate, long version) {
    return basis
        .careArea()
        .flatMap(library::findCareArea)
        .flatMap(area -> judgeDevice(area, rate, version));
  }

  private static Optional<Judgement> judgeDevice(CareArea area, Quantity rate, long version) {
    return area.maximumRate()
        .filter(limit -> rate.inBaseUnits().compareTo(limit.inBaseUnits()) > 0)
        .map(
            limit ->
                new Judgement(
                    Verdict.HARD_HIGH,
                    ReasonCode.DEVICE_LIMIT_PASSED,
                    Optional.empty(),
                    Optional.of(new Judgement.Limit("device-max", limit)),
                    version,
                    rate
                        + " is above the "
                        + limit
                        + " that care area "
                        + area.name()
                        + " allows."));
  }

  private static DrugEntry entryFor(CareArea area, Association association) throws CannotJudge {
    List<DrugEntry> ofDrug =
        area.entries().stream().filter(entry -> entry.drug().equals(association.drug())).toList();
    if (ofDrug.isEmpty()) {
      throw new CannotJudge(
          ReasonCode.DRUG_UNKNOWN,
          "Care area " + area.name() + " has no entry for '" + association.drug() + "'.");
    }
    return ofDrug.stream()
        .filter(entry -> entry.concentration().isSameAs(association.concentration()))
        .findFirst()
        .orElseThrow(
            () ->
                new CannotJudge(
                    ReasonCode.CONCENTRATION_MISMATCH,
                    association.drug()
                        + " is not in the library as "
                        + association.concentration()
                        + "."));
  }

  /** The dose in base units of the entry's dosing unit. */
  private static Rational doseOf(
      DrugEntry entry, Association association, CareArea area, Quantity rate) throws CannotJudge {
    Unit.Dimension dosing = entry.dosingUnit().dimension();
    Rational dose = rate.inBaseUnits();
    if (dosing.substance() != Substance.VOLUME) {
      dose = dose.times(entry.concentration().perMl());
    }
    return switch (dosing.per()) {
      case NONE -> dose;
      case WEIGHT -> dose.dividedBy(weightOf(association, area).inBaseUnits());
      case SURFACE ->
          throw new CannotJudge(
              ReasonCode.UNIT_MISMATCH,
              "Doses per body surface (" + entry.dosingUnit() + ") are not judged.");
    };
  }

  private static Quantity weightOf(Association association, CareArea area) throws CannotJudge {
    Quantity weight =
        association
            .weight()
            .orElseThrow(
                () ->
                    new CannotJudge(
                        ReasonCode.WEIGHT_MISSING, "The dose needs a weight, and none was given."));
    boolean kilograms = weight.unit().equals(Unit.KG);
    if (!kilograms || weight.value().signum() <= 0) {
      throw new CannotJudge(
          ReasonCode.UNIT_MISMATCH, "A weight is above zero and in kg, not " + weight + ".");
    }
    if (isBelow(weight, area.minimumWeight()) || isAbove(weight, area.maximumWeight())) {
      throw new CannotJudge(
          ReasonCode.WEIGHT_OUTSIDE_LIMITS,
          weight + " is outside the weights that care area " + area.name() + " is made for.");
    }
    return weight;
  }

  private static boolean isBelow(Quantity quantity, Optional<Quantity> limit) {
    return limit.isPresent() && quantity.inBaseUnits().compareTo(limit.get().inBaseUnits()) < 0;
  }

  private static boolean isAbove(Quantity quantity, Optional<Quantity> limit) {
    return limit.isPresent() && quantity.inBaseUnits().compareTo(limit.get().inBaseUnits()) > 0;
  }

  private static Judgement compare(DrugEntry entry, Rational dose, long version) {
    DoseLimits limits = entry.limits();
    if (passes(dose, limits.hardMax(), 1)) {
      return passed(entry, dose, version, Verdict.HARD_HIGH, "hard-max", limits.hardMax());
    }
    if (passes(dose, limits.hardMin(), -1)) {
      return passed(entry, dose, version, Verdict.HARD_LOW, "hard-min", limits.hardMin());
    }
    if (passes(dose, limits.softMax(), 1)) {
      return passed(entry, dose, version, Verdict.SOFT_HIGH, "soft-max", limits.softMax());
    }
    if (passes(dose, limits.softMin(), -1)) {
      return passed(entry, dose, version, Verdict.SOFT_LOW, "soft-min", limits.softMin());
    }
    Quantity shown = ShownDose.of(entry, dose);
    return new Judgement(
        Verdict.WITHIN,
        ReasonCode.WITHIN_LIMITS,
        Optional.of(shown),
        Optional.empty(),
        version,
        entry.drug() + " at " + shown + " is within its limits.");
  }

  private static boolean passes(Rational dose, Optional<Quantity> limit, int direction) {
    return limit.isPresent()
        && Integer.signum(dose.compareTo(limit.get().inBaseUnits())) == direction;
  }

  private static Judgement passed(
      DrugEntry entry,
      Rational dose,
      long version,
      Verdict verdict,
      String kind,
      Optional<Quantity> limit) {
    Quantity shown = ShownDose.of(entry, dose);
    boolean high = kind.endsWith("max");
    return new Judgement(
        verdict,
        verdict.isHard() ? ReasonCode.HARD_LIMIT_PASSED : ReasonCode.SOFT_LIMIT_PASSED,
        Optional.of(shown),
        limit.map(value -> new Judgement.Limit(kind, value)),
        version,
        entry.drug()
            + " at "
            + shown
            + (high ? " is above the " : " is below the ")
            + (verdict.isHard() ? "hard" : "soft")
            + " limit of "
            + limit.map(Quantity::toString).orElse("")
            + ".");
  }
}
