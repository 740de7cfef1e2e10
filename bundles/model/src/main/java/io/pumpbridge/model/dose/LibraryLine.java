// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.measure.Unit.Dimension;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.util.List;
import java.util.Optional;

/**
 * The one line of a library that a medication is judged by, with the patient it is for.
 *
 * <p>Whatever does not lead to exactly one line is <em>cannot judge</em>: a line that nearly fits
 * is another drug.
 */
record LibraryLine(CareArea area, DrugEntry entry, Medication medication, Body body) {

  static CareArea areaOf(DrugLibrary library, String name) throws CannotJudge {
    return library
        .findCareArea(name)
        .orElseThrow(
            () ->
                new CannotJudge(
                    ReasonCode.CARE_AREA_UNKNOWN, "The library has no care area '" + name + "'."));
  }

  static LibraryLine find(CareArea area, Medication medication, Body body) throws CannotJudge {
    requireFittingBody(area, body);
    List<DrugEntry> ofDrug = area.entriesOf(medication.drug());
    if (ofDrug.isEmpty()) {
      throw new CannotJudge(
          ReasonCode.DRUG_UNKNOWN,
          "Care area " + area.name() + " has no entry for '" + medication.drug() + "'.");
    }
    List<DrugEntry> ofTherapy =
        ofDrug.stream().filter(entry -> entry.therapy().equals(medication.therapy())).toList();
    if (ofTherapy.isEmpty()) {
      throw new CannotJudge(ReasonCode.THERAPY_UNKNOWN, noTherapy(area, medication));
    }
    return new LibraryLine(area, preparationIn(ofTherapy, medication), medication, body);
  }

  private static String noTherapy(CareArea area, Medication medication) {
    return medication
        .therapy()
        .map(
            therapy ->
                "Care area "
                    + area.name()
                    + " has no "
                    + medication.drug()
                    + " for '"
                    + therapy
                    + "'.")
        .orElse(
            "Care area "
                + area.name()
                + " has "
                + medication.drug()
                + " by therapy only, and none was said.");
  }

  /** A fixed concentration comes before a wildcard that would take it too. */
  private static DrugEntry preparationIn(List<DrugEntry> entries, Medication medication)
      throws CannotJudge {
    Optional<DrugEntry> fixed =
        entries.stream()
            .filter(entry -> entry.preparation() instanceof Preparation.Fixed)
            .filter(entry -> entry.preparation().takes(medication.concentration()))
            .findFirst();
    return fixed
        .or(
            () ->
                entries.stream()
                    .filter(entry -> entry.preparation().takes(medication.concentration()))
                    .findFirst())
        .orElseThrow(
            () ->
                new CannotJudge(
                    ReasonCode.CONCENTRATION_MISMATCH,
                    medication.drug()
                        + " is not in the library "
                        + medication
                            .concentration()
                            .map(found -> "as " + found)
                            .orElse("without a concentration")
                        + "."));
  }

  /** An adult's limits say nothing of a newborn, whatever the unit. */
  private static void requireFittingBody(CareArea area, Body body) throws CannotJudge {
    if (body.weight().isPresent()) {
      Quantity weight = body.weight().get();
      require(weight, Unit.KG, "A weight");
      if (!area.device().areFor(weight)) {
        throw new CannotJudge(
            ReasonCode.WEIGHT_OUTSIDE_LIMITS,
            weight + " is outside the weights that care area " + area.name() + " is made for.");
      }
    }
    if (body.surface().isPresent()) {
      Quantity surface = body.surface().get();
      require(surface, Unit.M2, "A body surface");
      if (DeviceLimits.isAbove(surface, area.device().maximumSurface())) {
        throw new CannotJudge(
            ReasonCode.SURFACE_OUTSIDE_LIMITS,
            surface + " is more than the body surface care area " + area.name() + " is made for.");
      }
    }
  }

  private static void require(Quantity size, Unit unit, String what) throws CannotJudge {
    if (!size.unit().equals(unit) || size.value().signum() <= 0) {
      throw new CannotJudge(
          ReasonCode.UNIT_MISMATCH, what + " is above zero and in " + unit + ", not " + size + ".");
    }
  }

  ModeLimits limitsFor(DeliveryMode mode) throws CannotJudge {
    return entry
        .find(mode)
        .orElseThrow(
            () ->
                new CannotJudge(
                    ReasonCode.MODE_NOT_IN_LIBRARY,
                    "Care area "
                        + area.name()
                        + " has no limits for "
                        + entry.title()
                        + " as "
                        + mode.wireName()
                        + "."));
  }

  /** Of a wildcard, the concentration itself has limits. */
  void judgeConcentration(Findings findings) {
    if (entry.preparation() instanceof Preparation.Wildcard wildcard) {
      medication
          .concentration()
          .map(Concentration::perMl)
          .ifPresent(
              perMl ->
                  findings.figure(
                      entry.title(), Figure.CONCENTRATION, wildcard.perVolume(), perMl));
    }
  }

  /** Between fluid and a figure in this unit. */
  DoseConversion conversionTo(Unit unit) throws CannotJudge {
    Dimension dose = unit.dimension();
    return new DoseConversion(
        dose.substance() == Substance.VOLUME ? Rational.ONE : perMl(unit), bodySizeFor(unit));
  }

  private Rational perMl(Unit unit) throws CannotJudge {
    return medication
        .concentration()
        .map(Concentration::perMl)
        .orElseThrow(
            () ->
                new CannotJudge(
                    ReasonCode.CONCENTRATION_MISMATCH,
                    "A dose in " + unit + " needs a concentration, and none was said."));
  }

  private Rational bodySizeFor(Unit unit) throws CannotJudge {
    return switch (unit.dimension().per()) {
      case NONE -> Rational.ONE;
      case WEIGHT ->
          body.weight()
              .map(Quantity::inBaseUnits)
              .orElseThrow(
                  () ->
                      new CannotJudge(
                          ReasonCode.WEIGHT_MISSING,
                          "The dose needs a weight, and none was given."));
      case SURFACE ->
          body.surface()
              .map(Quantity::inBaseUnits)
              .orElseThrow(
                  () ->
                      new CannotJudge(
                          ReasonCode.SURFACE_MISSING,
                          "The dose needs a body surface, and none was given."));
    };
  }
}
