// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import static io.pumpbridge.model.dose.DoseFixtures.NOW;
import static io.pumpbridge.model.dose.DoseFixtures.PUMP;
import static io.pumpbridge.model.dose.DoseFixtures.area;
import static io.pumpbridge.model.dose.DoseFixtures.association;
import static io.pumpbridge.model.dose.DoseFixtures.concentration;
import static io.pumpbridge.model.dose.DoseFixtures.entry;
import static io.pumpbridge.model.dose.DoseFixtures.infusing;
import static io.pumpbridge.model.dose.DoseFixtures.judge;
import static io.pumpbridge.model.dose.DoseFixtures.library;
import static io.pumpbridge.model.dose.DoseFixtures.limits;
import static io.pumpbridge.model.dose.DoseFixtures.observation;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** All drugs and limits are examples, not for clinical use. */
class DoseGuardTest {
  private static final Concentration NOREPINEPHRINE = concentration("16", "mg", "250");

  private static DrugEntry norepinephrine(String softMax, String hardMax) {
    return entry(
        "norepinephrine", NOREPINEPHRINE, limits("ug/kg/min", "0.001", "0.01", softMax, hardMax));
  }

  /**
   * By hand. First line: 5 mL/h × 16 mg / 250 mL = 0.32 mg/h = 320 ug/h = 5.3333… ug/min; / 70 kg =
   * 0.0761904… ug/kg/min. Second: 16 ug/mL is a standard concentration (facts: adult norepinephrine
   * 16 mcg/mL); 18.75 mL/h × 16 = 300 ug/h = 5 ug/min.
   */
  @ParameterizedTest
  @CsvSource({
    "16,  mg,   250,  5,     70,   ug/kg/min,  0.07619",
    "4,   mg,   250,  18.75, '',   ug/min,     5",
    "100, U,    100,  6.5,   '',   U/h,        6.5",
    "25000, U,  500,  20,    80,   U/kg/h,     12.5",
    "40,  U,    100,  4.5,   '',   U/min,      0.03",
    "30,  U,    500,  10,    '',   mU/min,     10",
    "1000, mg,  100,  21,    70,   ug/kg/min,  50",
    "400, mg,   250,  15,    80,   ug/kg/min,  5",
    "900, mg,   500,  33.3,  '',   mg/min,     0.999",
    "100, mg,   100,  4,     '',   mg/h,       4",
    "400, ug,   100,  14,    80,   ug/kg/h,    0.7",
    "50,  mg,   50,   7,     70,   mg/kg/h,    0.1",
    "2500, mg,  250,  42,    70,   mg/kg/min,  0.1",
    "20,  g,    500,  50,    '',   g/h,        2",
    "20,  meq,  100,  50,    '',   meq/h,      10",
    "1.5, mg,   100,  12,    50,   ng/kg/min,  60",
    "9,   g,    1000, 125,   50,   mL/kg/h,    2.5",
    "9,   g,    1000, 125,   '',   mL/h,       125",
    "16,  mg,   250,  0,     70,   ug/kg/min,  0",
  })
  void workedExamples(
      String amount,
      String amountUnit,
      String volume,
      String rate,
      String weight,
      String dosingUnit,
      String expected) {
    DrugEntry entry =
        entry(
            "drug", concentration(amount, amountUnit, volume), limits(dosingUnit, "", "", "", ""));
    Judgement judgement = judge(entry, weight, infusing(rate, "mL/h"));
    assertThat(judgement.verdict()).isEqualTo(Verdict.WITHIN);
    assertThat(judgement.dose().orElseThrow().value()).isEqualByComparingTo(expected);
    assertThat(judgement.dose().orElseThrow().unit().ucum()).isEqualTo(dosingUnit);
    assertThat(judgement.libraryVersion()).isEqualTo(7);
  }

  @Test
  void theSameConcentrationAndRateInOtherUnitsIsTheSameDose() {
    DrugEntry inMilligrams = norepinephrine("0.07", "2");
    Concentration micrograms =
        new Concentration(Quantity.of("16000", "ug"), Quantity.of("0.25", "L"));
    DrugEntry inMicrograms =
        entry("norepinephrine", micrograms, inMilligrams.modes().get(0).dose());
    Judgement first = judge(inMilligrams, "70", infusing("5", "mL/h"));
    Judgement second = judge(inMicrograms, "70.000", infusing("0.005", "L/h"));
    Judgement third = judge(inMilligrams, "70", infusing("5.000", "mL/h"));
    assertThat(first.verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(second.dose()).isEqualTo(first.dose());
    assertThat(second.verdict()).isEqualTo(first.verdict());
    assertThat(third.dose()).isEqualTo(first.dose());
    assertThat(judgeAs(inMilligrams, association("norepinephrine", micrograms, "70")).dose())
        .isEqualTo(first.dose());
  }

  private static Judgement judgeAs(DrugEntry entry, Association association) {
    return DoseGuard.judge(
        new DoseGuard.Basis(Optional.of(library(area(entry))), Optional.of(association)),
        PUMP,
        infusing("5", "mL/h"),
        NOW);
  }

  /** 0.0761904761904… stands between these neighbours; rounding must not move it across either. */
  @Test
  void aRepeatingDecimalIsComparedExactly() {
    Observation running = infusing("5", "mL/h");
    assertThat(judge(norepinephrine("0.07619047619047619", "2"), "70", running).verdict())
        .isEqualTo(Verdict.SOFT_HIGH);
    assertThat(judge(norepinephrine("0.07619047619047620", "2"), "70", running).verdict())
        .isEqualTo(Verdict.WITHIN);
  }

  /** 17.5 mL/h × 64 ug/mL / 60 / 70 kg is 4/15 = 0.2666…; 26.25 mL/h gives exactly 0.4. */
  @Test
  void exactlyOnALimitIsWithinAndOneStepBeyondIsNot() {
    Observation running = infusing("26.25", "mL/h");
    assertThat(judge(norepinephrine("0.4", "2"), "70", running).verdict())
        .isEqualTo(Verdict.WITHIN);
    assertThat(judge(norepinephrine("0.39999999999999999", "2"), "70", running).verdict())
        .isEqualTo(Verdict.SOFT_HIGH);
    assertThat(
            judge(norepinephrine("0.4", "2"), "70", infusing("26.250000000000001", "mL/h"))
                .verdict())
        .isEqualTo(Verdict.SOFT_HIGH);
    assertThat(judge(norepinephrine("", "0.4"), "70", running).verdict()).isEqualTo(Verdict.WITHIN);
    assertThat(judge(norepinephrine("", "0.39999999999999999"), "70", running).verdict())
        .isEqualTo(Verdict.HARD_HIGH);
    assertThat(low("0.4", "", running)).isEqualTo(Verdict.WITHIN);
    assertThat(low("0.40000000000000001", "", running)).isEqualTo(Verdict.HARD_LOW);
    assertThat(low("", "0.4", running)).isEqualTo(Verdict.WITHIN);
    assertThat(low("", "0.40000000000000001", running)).isEqualTo(Verdict.SOFT_LOW);
    Observation fastest = infusing("999", "mL/h");
    assertThat(judge(norepinephrine("", ""), "70", fastest).code())
        .isEqualTo(ReasonCode.WITHIN_LIMITS);
    assertThat(judge(norepinephrine("", ""), "70", infusing("999.000000000001", "mL/h")).code())
        .isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
  }

  private static Verdict low(String hardMin, String softMin, Observation observation) {
    DrugEntry entry =
        entry("norepinephrine", NOREPINEPHRINE, limits("ug/kg/min", hardMin, softMin, "", ""));
    return judge(entry, "70", observation).verdict();
  }

  @Test
  void theHardLimitSpeaksBeforeTheSoftOne() {
    Judgement judgement = judge(norepinephrine("0.05", "0.06"), "70", infusing("5", "mL/h"));
    assertThat(judgement.verdict()).isEqualTo(Verdict.HARD_HIGH);
    assertThat(judgement.code().piv()).hasValue(9024);
    assertThat(judgement.limit())
        .contains(new Judgement.Limit("hard-max", Figure.DOSE, Quantity.of("0.06", "ug/kg/min")));
    assertThat(judgement.reason()).contains("above the hard limit of 0.06 ug/kg/min");
  }

  @Test
  void whatIsShownStandsOnTheSameSideOfTheLimitAsTheDose() {
    // 0.4 and a trillionth of it: six digits would say "0.4 is above the limit of 0.4".
    Judgement above = judge(norepinephrine("0.4", "2"), "70", infusing("26.2500000001", "mL/h"));
    assertThat(above.verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(above.dose().orElseThrow().value()).isGreaterThan(new BigDecimal("0.4"));
    Judgement below = judge(norepinephrine("0.4", "2"), "70", infusing("26.2499999999", "mL/h"));
    assertThat(below.verdict()).isEqualTo(Verdict.WITHIN);
    assertThat(below.dose().orElseThrow().value()).isLessThan(new BigDecimal("0.4"));
  }

  @Test
  void theDeviceLimitHoldsEvenWhenTheDoseCannotBeJudged() {
    DrugEntry entry = norepinephrine("0.5", "2");
    Judgement judgement =
        DoseGuard.judge(
            new DoseGuard.Basis(
                Optional.of(library(area(entry))),
                Optional.of(association("something else", NOREPINEPHRINE, ""))),
            PUMP,
            infusing("1000", "mL/h"),
            NOW);
    assertThat(judgement.verdict()).isEqualTo(Verdict.HARD_HIGH);
    assertThat(judgement.code()).isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
    assertThat(judgement.limit())
        .contains(new Judgement.Limit("device-max", Figure.RATE, Quantity.of("999", "mL/h")));
    assertThat(judgement.dose()).isEmpty();
  }

  @Test
  void withoutAnAssociationOnlyTheDeviceLimitsOfTheGatewaysCareAreaAreJudged() {
    DrugLibrary library = library(area(norepinephrine("0.5", "2")));
    DoseGuard.Basis here =
        new DoseGuard.Basis(Optional.of(library), Optional.empty(), Optional.of("ICU"));
    assertThat(DoseGuard.judge(here, PUMP, infusing("999.1", "mL/h"), NOW).code())
        .isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
    assertThat(DoseGuard.judge(here, PUMP, infusing("999", "mL/h"), NOW).code())
        .isEqualTo(ReasonCode.NO_ASSOCIATION);
    DoseGuard.Basis elsewhere =
        new DoseGuard.Basis(Optional.of(library), Optional.empty(), Optional.of("Unknown"));
    assertThat(DoseGuard.judge(elsewhere, PUMP, infusing("999.1", "mL/h"), NOW).code())
        .isEqualTo(ReasonCode.NO_ASSOCIATION);
    Association expired = expiring(association("norepinephrine", NOREPINEPHRINE, "70"), NOW);
    DoseGuard.Basis ended =
        new DoseGuard.Basis(Optional.of(library), Optional.of(expired), Optional.of("ICU"));
    assertThat(DoseGuard.judge(ended, PUMP, infusing("999.1", "mL/h"), NOW).code())
        .isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
  }

  private static Association expiring(Association a, Instant at) {
    return new Association(
        a.id(),
        a.pumpSerial(),
        a.channel(),
        a.medication(),
        a.body(),
        a.careArea(),
        a.mode(),
        a.issued(),
        at);
  }

  @Test
  void anAssociationHoldsUntilTheMomentItExpiresAndNotAtIt() {
    DrugEntry entry = norepinephrine("0.5", "2");
    Association association = association("norepinephrine", NOREPINEPHRINE, "70");
    assertThat(judgeAs(entry, expiring(association, NOW.plusMillis(1))).code())
        .isEqualTo(ReasonCode.WITHIN_LIMITS);
    assertThat(judgeAs(entry, expiring(association, NOW)).code())
        .isEqualTo(ReasonCode.ASSOCIATION_EXPIRED);
  }

  @ParameterizedTest
  @EnumSource(value = PumpStatus.class, names = "INFUSING", mode = EnumSource.Mode.EXCLUDE)
  void onlyAnInfusionIsJudgedAsOne(PumpStatus status) {
    Judgement judgement =
        judge(
            norepinephrine("0.01", "0.02"),
            "70",
            observation(status, Optional.of(Quantity.of("15", "mL/h"))));
    assertThat(judgement.verdict()).isEqualTo(Verdict.CANNOT_JUDGE);
    assertThat(judgement.code())
        .isEqualTo(
            switch (status) {
              case STOPPED, STANDBY -> ReasonCode.NOT_INFUSING;
              case KVO, ALARM -> ReasonCode.MODE_NOT_JUDGED;
              case LOST, UNKNOWN, INFUSING -> ReasonCode.STATUS_UNKNOWN;
            });
  }

  @Test
  void everyReasonIsReachedAndSaysASentence() {
    DrugEntry entry = norepinephrine("0.5", "2");
    Association good = association("norepinephrine", NOREPINEPHRINE, "70");
    EnumSet<ReasonCode> reached = EnumSet.noneOf(ReasonCode.class);
    List<Judgement> judgements =
        List.of(
            judgeAs(entry, good),
            judge(entry, "70", infusing("50", "mL/h")),
            judge(entry, "70", infusing("500", "mL/h")),
            judge(entry, "70", infusing("1000", "mL/h")),
            judge(entry, "70", observation(PumpStatus.STOPPED, Optional.empty())),
            judge(entry, "70", observation(PumpStatus.KVO, Optional.empty())),
            judge(entry, "70", observation(PumpStatus.LOST, Optional.empty())),
            judge(entry, "70", observation(PumpStatus.INFUSING, Optional.empty())),
            judge(entry, "70", infusing("-1", "mL/h")),
            judge(entry, "70", infusing("1", "mL")),
            withBasis(Optional.empty(), Optional.of(good)),
            withBasis(Optional.of(entry), Optional.empty()),
            judgeAs(entry, expiring(good, NOW.minusSeconds(1))),
            onOtherPump(entry, good),
            judgeAs(entry, inArea(good, "Ward")),
            judgeAs(entry, association("heparin", NOREPINEPHRINE, "70")),
            judgeAs(entry, association("norepinephrine", concentration("8", "mg", "250"), "70")),
            judge(entry, "", infusing("5", "mL/h")),
            judge(entry, "300", infusing("5", "mL/h")),
            judge(entry, "1", infusing("5", "mL/h")),
            judgeAs(entry, forTherapy(good, "sepsis")),
            judge(bolusOnly(), "70", infusing("5", "mL/h")),
            judge(perSurface(), "70", infusing("5", "mL/h")),
            judgeAs(perSurface(), with(good, surface("9"))));
    judgements.forEach(
        judgement -> {
          reached.add(judgement.code());
          assertThat(judgement.reason()).matches("\\S.*[.0-9/h]");
          assertThat(judgement.toFields().toString()).contains(judgement.code().wireName());
        });
    // Clock and withdrawals are the service's business: io.pumpbridge.druglibrary reaches them.
    assertThat(EnumSet.complementOf(reached))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    OrderGuardTest.ORDERS_ONLY.stream(),
                    Stream.of(
                        ReasonCode.CLOCK_UNTRUSTED,
                        ReasonCode.LIBRARY_WITHDRAWN,
                        ReasonCode.LIMIT_WITHDRAWN))
                .toList());
  }

  private static DrugEntry bolusOnly() {
    return entry(
        "norepinephrine",
        new Preparation.Fixed(NOREPINEPHRINE),
        new ModeLimits(
            DeliveryMode.BOLUS,
            Map.of(Figure.DOSE, limits("mg", "", "", "", "1")),
            Optional.empty()));
  }

  private static DrugEntry perSurface() {
    return entry("norepinephrine", NOREPINEPHRINE, limits("ug/m2/min", "", "", "", "2"));
  }

  private static Body surface(String squareMetres) {
    return new Body(Optional.empty(), Optional.of(Quantity.of(squareMetres, "m2")));
  }

  private static Association with(Association a, Body body) {
    return new Association(
        a.id(),
        a.pumpSerial(),
        a.channel(),
        a.medication(),
        body,
        a.careArea(),
        a.mode(),
        a.issued(),
        a.expires());
  }

  private static Association forTherapy(Association a, String therapy) {
    return new Association(
        a.id(),
        a.pumpSerial(),
        a.channel(),
        new Medication(a.medication().drug(), Optional.of(therapy), a.medication().concentration()),
        a.body(),
        a.careArea(),
        a.mode(),
        a.issued(),
        a.expires());
  }

  private static Association givenAs(Association a, DeliveryMode mode) {
    return new Association(
        a.id(),
        a.pumpSerial(),
        a.channel(),
        a.medication(),
        a.body(),
        a.careArea(),
        mode,
        a.issued(),
        a.expires());
  }

  /** 5 mL/h × 64 ug/mL = 320 ug/h; / 2 m² / 60 = 2.666… ug/m²/min. */
  @Test
  void aDosePerBodySurfaceIsDividedByIt() {
    Association two = with(association("norepinephrine", NOREPINEPHRINE, ""), surface("2"));
    Judgement judgement = judgeAs(perSurface(), two);
    assertThat(judgement.verdict()).isEqualTo(Verdict.HARD_HIGH);
    assertThat(judgement.dose()).contains(Quantity.of("2.666667", "ug/m2/min"));
  }

  @ParameterizedTest
  @EnumSource(value = DeliveryMode.class, names = "CONTINUOUS", mode = EnumSource.Mode.EXCLUDE)
  void whatIsGivenInAnotherWayIsNotJudgedByItsRate(DeliveryMode mode) {
    Association association = givenAs(association("norepinephrine", NOREPINEPHRINE, "70"), mode);
    assertThat(judgeAs(norepinephrine("0.01", "0.02"), association).code())
        .isEqualTo(ReasonCode.MODE_NOT_JUDGED);
  }

  /** The area's KVO rate is 20 mL/h. */
  @Test
  void aVeinIsKeptOpenByTheAreasLimitAndNoOther() {
    DrugEntry entry = norepinephrine("0.01", "0.02");
    Judgement fast =
        judge(entry, "70", observation(PumpStatus.KVO, Optional.of(Quantity.of("20.1", "mL/h"))));
    assertThat(fast.code()).isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
    assertThat(fast.limit())
        .contains(new Judgement.Limit("device-kvo-max", Figure.RATE, Quantity.of("20", "mL/h")));
    assertThat(
            judge(entry, "70", observation(PumpStatus.KVO, Optional.of(Quantity.of("20", "mL/h"))))
                .code())
        .isEqualTo(ReasonCode.MODE_NOT_JUDGED);
  }

  @Test
  void moreThanTheAreasLargestVolumeIsBeyondIt() {
    DrugEntry entry = norepinephrine("0.5", "2");
    assertThat(judge(entry, "70", infusing("5", "mL/h", "3000")).verdict())
        .isEqualTo(Verdict.WITHIN);
    Judgement judgement = judge(entry, "70", infusing("5", "mL/h", "3000.1"));
    assertThat(judgement.verdict()).isEqualTo(Verdict.HARD_HIGH);
    assertThat(judgement.limit().orElseThrow().kind()).isEqualTo("device-vtbi-max");
  }

  /** 4 to 64 ug/mL is usual, 100 the most; the label says 16 mg in 250 mL, then 8 and 32. */
  @ParameterizedTest
  @CsvSource({
    "16, WITHIN",
    "26, HARD_HIGH",
    "25, SOFT_HIGH",
    "16.1, SOFT_HIGH",
    "0.9, SOFT_LOW",
  })
  void theConcentrationOfAWildcardHasItsOwnLimits(String milligrams, Verdict verdict) {
    DrugEntry wildcard =
        entry(
            "norepinephrine",
            new Preparation.Wildcard(limits("ug/mL", "", "4", "64", "100")),
            ModeLimits.continuous(limits("ug/kg/min", "", "", "", "2")));
    Association association =
        association("norepinephrine", concentration(milligrams, "mg", "250"), "70");
    Judgement judgement = judgeAs(wildcard, association);
    assertThat(judgement.verdict()).isEqualTo(verdict);
    assertThat(judgement.dose()).isPresent();
    judgement.limit().ifPresent(limit -> assertThat(limit.of()).isEqualTo(Figure.CONCENTRATION));
  }

  @Test
  void aFixedConcentrationComesBeforeTheWildcardBesideIt() {
    DrugEntry fixed = norepinephrine("0.01", "0.02");
    DrugEntry wildcard =
        entry(
            "norepinephrine",
            new Preparation.Wildcard(Limits.none(Unit.get("ug/mL"))),
            ModeLimits.continuous(limits("ug/kg/min", "", "", "", "2")));
    DrugLibrary library = library(area(wildcard, fixed));
    Association association = association("norepinephrine", NOREPINEPHRINE, "70");
    assertThat(
            DoseGuard.judge(
                    new DoseGuard.Basis(Optional.of(library), Optional.of(association)),
                    PUMP,
                    infusing("5", "mL/h"),
                    NOW)
                .verdict())
        .isEqualTo(Verdict.HARD_HIGH);
  }

  @Test
  void aWeightOutsideTheAreaIsSaidAlsoWhereTheDoseNeedsNone() {
    DrugEntry entry = entry("norepinephrine", NOREPINEPHRINE, limits("ug/min", "", "", "", "80"));
    assertThat(judge(entry, "1.9", infusing("5", "mL/h")).code())
        .isEqualTo(ReasonCode.WEIGHT_OUTSIDE_LIMITS);
    assertThat(judge(entry, "", infusing("5", "mL/h")).verdict()).isEqualTo(Verdict.WITHIN);
  }

  private static Judgement withBasis(Optional<DrugEntry> entry, Optional<Association> association) {
    return DoseGuard.judge(
        new DoseGuard.Basis(entry.map(found -> library(area(found))), association),
        PUMP,
        infusing("5", "mL/h"),
        NOW);
  }

  private static Judgement onOtherPump(DrugEntry entry, Association association) {
    return DoseGuard.judge(
        new DoseGuard.Basis(Optional.of(library(area(entry))), Optional.of(association)),
        new PumpIdentity("alaris", "alaris-asena", "", "999", ""),
        infusing("5", "mL/h"),
        NOW);
  }

  private static Association inArea(Association a, String area) {
    return new Association(
        a.id(),
        a.pumpSerial(),
        a.channel(),
        a.medication(),
        a.body(),
        area,
        a.mode(),
        a.issued(),
        a.expires());
  }

  @Test
  void unitsThatDoNotFitAreSaidAndNeverConverted() {
    DrugEntry entry = norepinephrine("0.5", "2");
    Association good = association("norepinephrine", NOREPINEPHRINE, "70");
    Association inGrams =
        new Association(
            "a",
            PUMP.serialNumber(),
            "1",
            good.medication(),
            Body.weighing(Quantity.of("70000", "g")),
            "ICU",
            DeliveryMode.CONTINUOUS,
            NOW,
            NOW.plusSeconds(9));
    assertThat(judgeAs(entry, inGrams).code()).isEqualTo(ReasonCode.UNIT_MISMATCH);
    for (String unit : List.of("mg/h", "mL", "mL/kg/h", "h", "kg")) {
      assertThat(judge(entry, "70", infusing("5", unit)).code())
          .as(unit)
          .isEqualTo(ReasonCode.UNIT_MISMATCH);
    }
    Concentration units = concentration("16", "U", "250");
    assertThat(judgeAs(entry, association("norepinephrine", units, "70")).code())
        .isEqualTo(ReasonCode.CONCENTRATION_MISMATCH);
  }

  @Test
  void absurdFiguresAreJudgedNotThrown() {
    Concentration absurd =
        new Concentration(
            Quantity.of("999999999999999999", "g"), Quantity.of("0.00000000000000001", "mL"));
    DrugEntry entry = entry("drug", absurd, limits("ng/kg/min", "", "", "", "0.00000000000000001"));
    CareArea wide = CareArea.of("ICU", DeviceLimits.NONE, CareArea.SoftLimits.HOLD, List.of(entry));
    Judgement judgement =
        DoseGuard.judge(
            new DoseGuard.Basis(
                Optional.of(new DrugLibrary("h", "n", 1, Rational.of(0), Map.of("ICU", wide))),
                Optional.of(association("drug", absurd, "0.00000000000000001"))),
            PUMP,
            infusing("999999999999999999", "mL/h"),
            NOW);
    assertThat(judgement.verdict()).isEqualTo(Verdict.HARD_HIGH);
  }

  /** Dosing units as an independent table: nanograms (or their like) and seconds of one of it. */
  private record Dosing(String ucum, String perUnit, int seconds, boolean perKilogram) {}

  private static final List<Dosing> DOSING =
      List.of(
          new Dosing("ug/kg/min", "1000", 60, true),
          new Dosing("ug/min", "1000", 60, false),
          new Dosing("mg/h", "1000000", 3_600, false),
          new Dosing("ng/kg/min", "1", 60, true),
          new Dosing("g/h", "1000000000", 3_600, false),
          new Dosing("mg/kg/h", "1000000", 3_600, true));

  @Test
  void itAgreesWithAnIndependentComputationOnRandomCases() {
    long seed = 20260301;
    Random random = new Random(seed);
    EnumSet<Verdict> seen = EnumSet.noneOf(Verdict.class);
    Map<String, String> nanograms = Map.of("g", "1000000000", "mg", "1000000", "ug", "1000");
    for (int i = 0; i < 5_000; i++) {
      Dosing dosing = DOSING.get(random.nextInt(DOSING.size()));
      String amountUnit = List.of("g", "mg", "ug").get(random.nextInt(3));
      BigDecimal amount = decimal(random, 1_000, 1).add(BigDecimal.ONE);
      BigDecimal volume = decimal(random, 500, 0).add(BigDecimal.ONE);
      BigDecimal rate = decimal(random, 99_900, 2);
      BigDecimal weight = decimal(random, 2_000, 1).add(new BigDecimal("2"));
      // dose (in dosing units) × below = above, so that nothing is ever divided
      BigDecimal above =
          rate.multiply(amount)
              .multiply(new BigDecimal(nanograms.get(amountUnit)))
              .multiply(BigDecimal.valueOf(dosing.seconds()));
      BigDecimal below =
          volume
              .multiply(BigDecimal.valueOf(3_600))
              .multiply(dosing.perKilogram() ? weight : BigDecimal.ONE)
              .multiply(new BigDecimal(dosing.perUnit()));
      BigDecimal near = above.divide(below, 6, java.math.RoundingMode.HALF_EVEN);
      BigDecimal hardMax =
          near.multiply(decimal(random, 200, 2)).setScale(6, java.math.RoundingMode.HALF_UP);
      BigDecimal softMin =
          hardMax.multiply(decimal(random, 100, 2)).setScale(6, java.math.RoundingMode.DOWN);
      if (i % 5 == 0) {
        hardMax = near; // as close as six digits come
        softMin = near;
      }
      Verdict expected =
          above.compareTo(hardMax.multiply(below)) > 0
              ? Verdict.HARD_HIGH
              : above.compareTo(softMin.multiply(below)) < 0 ? Verdict.SOFT_LOW : Verdict.WITHIN;
      DrugEntry entry =
          entry(
              "drug",
              concentration(amount.toPlainString(), amountUnit, volume.toPlainString()),
              limits(dosing.ucum(), "", softMin.toPlainString(), "", hardMax.toPlainString()));
      Judgement judgement =
          judge(entry, weight.toPlainString(), infusing(rate.toPlainString(), "mL/h"));
      assertThat(judgement.verdict())
          .as("seed %d case %d: %s", seed, i, judgement)
          .isEqualTo(expected);
      seen.add(expected);
    }
    assertThat(seen).containsExactlyInAnyOrder(Verdict.WITHIN, Verdict.SOFT_LOW, Verdict.HARD_HIGH);
  }

  private static BigDecimal decimal(Random random, int bound, int scale) {
    return BigDecimal.valueOf(random.nextInt(bound), scale);
  }
}
