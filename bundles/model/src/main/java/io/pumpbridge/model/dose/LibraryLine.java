// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.measure.Unit.Dimension;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The one line of a library that a medication is judged by, with the patient it is for.
 *
 * <p>Whatever does not lead to exactly one line is <em>cannot judge</em>: a line that nearly fits
 * is another drug.
 */
record LibraryLine(CareArea area, DrugEntry entry, Medication medication, Body body) {
  /** As many as a sentence can hold: a library may have hundreds for one drug. */
  private static final int MAX_LINES_TOLD = 5;

  static CareArea areaOf(DrugLibrary library, String name) throws CannotJudge {
    return library
        .findCareArea(name)
        .orElseThrow(
            () ->
                new CannotJudge(
                    ReasonCode.CARE_AREA_UNKNOWN, "The library has no care area '" + name + "'."));
  }

  /**
   * @param dose as it is ordered, where it is; tells lines apart that are dosed otherwise
   */
  static LibraryLine find(
      CareArea area, Medication medication, Body body, DeliveryMode mode, Optional<Quantity> dose)
      throws CannotJudge {
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
    List<DrugEntry> fitting = inPreparation(ofTherapy, medication);
    return new LibraryLine(area, only(dosed(fitting, mode, dose), mode), medication, body);
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

  /** This very bag before others as strong, and those before a wildcard that would take it too. */
  private static List<DrugEntry> inPreparation(List<DrugEntry> entries, Medication medication)
      throws CannotJudge {
    List<DrugEntry> taking =
        entries.stream()
            .filter(entry -> entry.preparation().takes(medication.concentration()))
            .toList();
    if (taking.isEmpty()) {
      throw new CannotJudge(
          ReasonCode.CONCENTRATION_MISMATCH,
          medication.drug()
              + " is not in the library "
              + medication
                  .concentration()
                  .map(found -> "as " + found)
                  .orElse("without a concentration")
              + ".");
    }
    return preferring(
        preferring(taking, entry -> entry.preparation() instanceof Preparation.Fixed),
        entry ->
            entry.preparation() instanceof Preparation.Fixed fixed
                && medication
                    .concentration()
                    .filter(fixed.concentration()::isSameBagAs)
                    .isPresent());
  }

  /** Those for this way of giving it, in a unit that measures what was ordered. */
  private static List<DrugEntry> dosed(
      List<DrugEntry> entries, DeliveryMode mode, Optional<Quantity> dose) {
    List<DrugEntry> given = preferring(entries, entry -> entry.find(mode).isPresent());
    if (dose.isEmpty()) {
      return given;
    }
    Dimension ordered = dose.get().unit().dimension();
    List<DrugEntry> measured =
        given.stream()
            .filter(
                entry ->
                    entry
                        .find(mode)
                        .filter(limits -> limits.dose().unit().dimension().equals(ordered))
                        .isPresent())
            .toList();
    return measured.isEmpty() ? given.subList(0, 1) : measured; // the unit fits none, said later
  }

  private static List<DrugEntry> preferring(List<DrugEntry> entries, Predicate<DrugEntry> wish) {
    List<DrugEntry> wished = entries.stream().filter(wish).toList();
    return wished.isEmpty() ? entries : wished;
  }

  /** Lines that say the same are as good as one. */
  private static DrugEntry only(List<DrugEntry> fitting, DeliveryMode mode) throws CannotJudge {
    DrugEntry first = fitting.get(0);
    if (fitting.stream().map(entry -> entry.find(mode)).distinct().count() > 1) {
      throw new CannotJudge(
          ReasonCode.LINE_AMBIGUOUS,
          "Lines of "
              + first.title()
              + " with different limits fit: "
              + fitting.stream()
                  .limit(MAX_LINES_TOLD)
                  .map(entry -> lineOf(entry, mode))
                  .collect(Collectors.joining("; "))
              + (fitting.size() > MAX_LINES_TOLD
                  ? "; and " + (fitting.size() - MAX_LINES_TOLD) + " more"
                  : "")
              + ". Nothing says which of them is meant.");
    }
    return first;
  }

  private static String lineOf(DrugEntry entry, DeliveryMode mode) {
    return entry.preparation()
        + entry.find(mode).map(limits -> ", dosed in " + limits.dose().unit()).orElse("");
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
