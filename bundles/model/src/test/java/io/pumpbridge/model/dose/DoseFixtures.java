// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Figures to judge; plainly examples, not for clinical use. */
final class DoseFixtures {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final PumpIdentity PUMP =
      new PumpIdentity("alaris", "alaris-asena", "Asena GH", "800200123", "1.9");

  static final Concentration NOREPINEPHRINE = concentration("16", "mg", "250");

  static final DeviceLimits DEVICE =
      new DeviceLimits(
          quantity("999", "mL/h"),
          quantity("20", "mL/h"),
          quantity("3000", "mL"),
          quantity("2", "kg"),
          quantity("250", "kg"),
          quantity("3", "m2"));

  private DoseFixtures() {}

  static Concentration concentration(String amount, String unit, String volume) {
    return new Concentration(Quantity.of(amount, unit), Quantity.of(volume, "mL"));
  }

  /** Empty text is no limit. */
  static Limits limits(
      String unit, String hardMin, String softMin, String softMax, String hardMax) {
    return new Limits(
        Unit.get(unit),
        figure(hardMin),
        figure(softMin),
        figure(softMax),
        figure(hardMax),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<BigDecimal> figure(String decimal) {
    return decimal.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(decimal));
  }

  static Optional<Quantity> quantity(String decimal, String unit) {
    return decimal.isEmpty() ? Optional.empty() : Optional.of(Quantity.of(decimal, unit));
  }

  static DrugEntry.Details details() {
    return new DrugEntry.Details(
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new Source("example", LocalDate.parse("2026-03-01")));
  }

  /** For continuous infusion. */
  static DrugEntry entry(String drug, Concentration concentration, Limits dose) {
    return entry(drug, new Preparation.Fixed(concentration), ModeLimits.continuous(dose));
  }

  static DrugEntry entry(String drug, Preparation preparation, ModeLimits... modes) {
    return new DrugEntry(drug, Optional.empty(), preparation, List.of(modes), details());
  }

  static DrugEntry norepinephrine(String softMax, String hardMax) {
    return entry(
        "norepinephrine", NOREPINEPHRINE, limits("ug/kg/min", "0.001", "0.01", softMax, hardMax));
  }

  /** Dosed by the patient's body surface. */
  static DrugEntry perSurface() {
    return entry("norepinephrine", NOREPINEPHRINE, limits("ug/m2/min", "", "", "", "2"));
  }

  static Body surface(String squareMetres) {
    return new Body(Optional.empty(), quantity(squareMetres, "m2"));
  }

  static CareArea area(DrugEntry... entries) {
    return CareArea.of("ICU", DEVICE, CareArea.SoftLimits.MAY_BE_OVERRIDDEN, List.of(entries));
  }

  static DrugLibrary library(CareArea area) {
    return new DrugLibrary(
        "Example Hospital", "example", 7, Rational.of(5, 100), Map.of(area.name(), area));
  }

  static Association association(String drug, Concentration concentration, String kilograms) {
    return new Association(
        "a1",
        PUMP.serialNumber(),
        "1",
        new Medication(drug, Optional.empty(), Optional.of(concentration)),
        new Body(quantity(kilograms, "kg"), Optional.empty()),
        "ICU",
        DeliveryMode.CONTINUOUS,
        NOW.minusSeconds(3_600),
        NOW.plusSeconds(3_600));
  }

  private static Concentration concentrationOf(DrugEntry entry) {
    return ((Preparation.Fixed) entry.preparation()).concentration();
  }

  static Observation infusing(String rate, String unit) {
    return observation(PumpStatus.INFUSING, Optional.of(Quantity.of(rate, unit)));
  }

  static Observation infusing(String rate, String unit, String millilitresLeft) {
    return new Observation(
        "1",
        PumpStatus.INFUSING,
        Optional.of(Quantity.of(rate, unit)),
        Optional.empty(),
        Optional.of(Quantity.of(millilitresLeft, "mL")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static Observation observation(PumpStatus status, Optional<Quantity> rate) {
    return new Observation(
        "1",
        status,
        rate,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static Judgement judge(DrugEntry entry, String kilograms, Observation observation) {
    return DoseGuard.judge(
        new DoseGuard.Basis(
            Optional.of(library(area(entry))),
            Optional.of(association(entry.drug(), concentrationOf(entry), kilograms))),
        PUMP,
        observation,
        NOW);
  }

  /** Of 5 mL/h. */
  static Judgement judgeAs(DrugEntry entry, Association association) {
    return DoseGuard.judge(
        new DoseGuard.Basis(Optional.of(library(area(entry))), Optional.of(association)),
        PUMP,
        infusing("5", "mL/h"),
        NOW);
  }
}
