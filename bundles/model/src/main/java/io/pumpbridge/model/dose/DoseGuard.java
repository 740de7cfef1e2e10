// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * The rules for what runs: pure, exact, told the time.
 *
 * <p>Dose = rate × concentration ÷ body size, as fractions; compared with the limits as fractions;
 * rounded only to be shown. Whatever is missing or does not fit makes the answer <em>cannot
 * judge</em> with the reason. What the care area allows any pump is judged even when the dose
 * cannot be.
 */
public final class DoseGuard {
  private DoseGuard() {}

  /**
   * What the guard goes by at this moment.
   *
   * @param careArea whose device limits hold where no association says more, or one names an area
   *     that the library does not have
   */
  public record Basis(
      Optional<DrugLibrary> library, Optional<Association> association, Optional<String> careArea) {

    public Basis(Optional<DrugLibrary> library, Optional<Association> association) {
      this(library, association, Optional.empty());
    }

    long version() {
      return library.map(DrugLibrary::version).orElse(0L);
    }
  }

  /** Judges what runs on a channel. */
  public static Judgement judge(
      Basis basis, PumpIdentity pump, Observation observation, Instant now) {
    try {
      return judgeOrRefuse(basis, pump, observation, now);
    } catch (CannotJudge e) {
      return Judgement.cannot(e.code(), basis.version(), e.sentence());
    }
  }

  private static Judgement judgeOrRefuse(
      Basis basis, PumpIdentity pump, Observation observation, Instant now) throws CannotJudge {
    requireDelivering(observation.status());
    DrugLibrary library =
        basis
            .library()
            .orElseThrow(
                () -> new CannotJudge(ReasonCode.NO_LIBRARY, "No drug library is in force."));
    Treatment treatment;
    try {
      treatment = Treatment.of(library, current(basis.association(), pump, observation, now));
    } catch (CannotJudge e) {
      Findings findings = new Findings();
      if (basis.careArea().flatMap(library::findCareArea).isPresent()) {
        device(findings, LibraryLine.areaOf(library, basis.careArea().get()), observation);
      }
      return findings.judgement(basis.version()).orElseThrow(() -> e);
    }
    Findings findings = new Findings();
    device(findings, treatment.area(), observation);
    Optional<Judgement> beyondArea = findings.judgement(basis.version());
    try {
      return judgeDose(findings, treatment, observation, library.version());
    } catch (CannotJudge e) {
      return beyondArea.orElseThrow(() -> e);
    }
  }

  /** What is said of a channel, and where that is. */
  private record Treatment(Association association, CareArea area) {
    private static Treatment of(DrugLibrary library, Association association) throws CannotJudge {
      return new Treatment(association, LibraryLine.areaOf(library, association.careArea()));
    }
  }

  /**
   * @param findings what is beyond the area's limits
   */
  private static Judgement judgeDose(
      Findings findings, Treatment treatment, Observation observation, long version)
      throws CannotJudge {
    Association association = treatment.association();
    requireContinuous(observation.status(), association.mode());
    LibraryLine line =
        LibraryLine.find(
            treatment.area(),
            association.medication(),
            association.body(),
            DeliveryMode.CONTINUOUS,
            Optional.empty());
    Limits limits = line.limitsFor(DeliveryMode.CONTINUOUS).dose();
    Rational dose = line.conversionTo(limits.unit()).toDose(rateOf(observation).inBaseUnits());
    String title = line.entry().title();
    line.judgeConcentration(findings);
    findings.figure(title, Figure.DOSE, limits, dose);
    Quantity shown = ShownFigure.of(limits, dose);
    return findings
        .judgement(version)
        .orElseGet(() -> Judgement.within(title + " at " + shown, version))
        .withDose(shown);
  }

  private static void requireDelivering(PumpStatus status) throws CannotJudge {
    switch (status) {
      case INFUSING, KVO -> {}
      case STOPPED, STANDBY ->
          throw new CannotJudge(ReasonCode.NOT_INFUSING, "Nothing is being infused.");
      case ALARM ->
          throw new CannotJudge(
              ReasonCode.MODE_NOT_JUDGED, "What a pump delivers while it alarms is not judged.");
      case LOST, UNKNOWN ->
          throw new CannotJudge(
              ReasonCode.STATUS_UNKNOWN, "Nobody can say at the moment what the pump does.");
    }
  }

  /** A bolus that runs at the rate of a continuous infusion is none. */
  private static void requireContinuous(PumpStatus status, DeliveryMode mode) throws CannotJudge {
    if (status == PumpStatus.KVO) {
      throw new CannotJudge(
          ReasonCode.MODE_NOT_JUDGED, "Keep-vein-open is not judged as a continuous dose.");
    }
    if (mode != DeliveryMode.CONTINUOUS) {
      throw new CannotJudge(
          ReasonCode.MODE_NOT_JUDGED,
          "What is given as " + mode.wireName() + " is not judged by the rate at which it runs.");
    }
  }

  private static Quantity rateOf(Observation observation) throws CannotJudge {
    Quantity rate =
        observation
            .rate()
            .orElseThrow(
                () -> new CannotJudge(ReasonCode.RATE_MISSING, "The pump does not say its rate."));
    CannotJudge.requireUnit("pump's rate", rate, Unit.ML_PER_HOUR);
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

  /** A vein is kept open at a rate of its own; what else runs has the area's. */
  private static void device(Findings findings, CareArea area, Observation observation)
      throws CannotJudge {
    DeviceLimits limits = area.device();
    if (observation.status() == PumpStatus.KVO) {
      if (observation.rate().isPresent()) {
        findings.device(
            area.name(),
            Judgement.DEVICE_KVO_MAX,
            Figure.RATE,
            rateOf(observation),
            limits.maximumKvoRate());
      }
      return;
    }
    findings.device(
        area.name(), Judgement.DEVICE_MAX, Figure.RATE, rateOf(observation), limits.maximumRate());
    observation
        .vtbiRemaining()
        .filter(volume -> volume.unit().dimension().equals(Unit.ML.dimension()))
        .ifPresent(
            volume ->
                findings.device(
                    area.name(),
                    Judgement.DEVICE_VTBI_MAX,
                    Figure.VOLUME,
                    volume,
                    limits.maximumVtbi()));
  }
}
