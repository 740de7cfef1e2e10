// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Figures to judge; plainly examples, not for clinical use. */
final class DoseFixtures {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final PumpIdentity PUMP =
      new PumpIdentity("alaris", "alaris-asena", "Asena GH", "800200123", "1.9");

  private DoseFixtures() {}

  static Concentration concentration(String amount, String unit, String volume) {
    return new Concentration(Quantity.of(amount, unit), Quantity.of(volume, "mL"));
  }

  /** Empty text is no limit. */
  static DoseLimits limits(
      String unit, String hardMin, String softMin, String softMax, String hardMax) {
    return new DoseLimits(
        limit(hardMin, unit), limit(softMin, unit), limit(softMax, unit), limit(hardMax, unit));
  }

  private static Optional<Quantity> limit(String decimal, String unit) {
    return decimal.isEmpty() ? Optional.empty() : Optional.of(Quantity.of(decimal, unit));
  }

  static DrugEntry entry(String drug, Concentration concentration, String unit, DoseLimits limits) {
    return new DrugEntry(drug, concentration, Unit.get(unit), limits, true, "example");
  }

  static CareArea area(DrugEntry... entries) {
    return new CareArea(
        "ICU",
        Optional.of(Quantity.of("999", "mL/h")),
        Optional.of(Quantity.of("2", "kg")),
        Optional.of(Quantity.of("250", "kg")),
        List.of(entries));
  }

  static DrugLibrary library(CareArea area) {
    return new DrugLibrary("Example Hospital", "example", 7, Map.of(area.name(), area));
  }

  static Association association(String drug, Concentration concentration, String kilograms) {
    return new Association(
        "a1",
        PUMP.serialNumber(),
        "1",
        drug,
        concentration,
        limit(kilograms, "kg"),
        "ICU",
        NOW.minusSeconds(3_600),
        NOW.plusSeconds(3_600));
  }

  static Observation infusing(String rate, String unit) {
    return observation(PumpStatus.INFUSING, Optional.of(Quantity.of(rate, unit)));
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
            Optional.of(association(entry.drug(), entry.concentration(), kilograms))),
        PUMP,
        observation,
        NOW);
  }
}
