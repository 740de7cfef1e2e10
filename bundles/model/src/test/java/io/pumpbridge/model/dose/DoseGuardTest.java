// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import static io.pumpbridge.model.dose.AssociationChange.changing;
import static io.pumpbridge.model.dose.DoseFixtures.NOREPINEPHRINE;
import static io.pumpbridge.model.dose.DoseFixtures.NOW;
import static io.pumpbridge.model.dose.DoseFixtures.PUMP;
import static io.pumpbridge.model.dose.DoseFixtures.association;
import static io.pumpbridge.model.dose.DoseFixtures.concentration;
import static io.pumpbridge.model.dose.DoseFixtures.entry;
import static io.pumpbridge.model.dose.DoseFixtures.infusing;
import static io.pumpbridge.model.dose.DoseFixtures.judge;
import static io.pumpbridge.model.dose.DoseFixtures.judgeAs;
import static io.pumpbridge.model.dose.DoseFixtures.limits;
import static io.pumpbridge.model.dose.DoseFixtures.norepinephrine;
import static io.pumpbridge.model.dose.DoseFixtures.observation;
import static io.pumpbridge.model.dose.DoseFixtures.perSurface;
import static io.pumpbridge.model.dose.DoseFixtures.surface;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.pump.Observation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a dose is, and how it stands to its limits. All drugs and limits are examples, not for
 * clinical use.
 */
class DoseGuardTest {
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

  /** 5 mL/h × 64 ug/mL = 320 ug/h; / 2 m² / 60 = 2.666… ug/m²/min. */
  @Test
  void aDosePerBodySurfaceIsDividedByIt() {
    Association two =
        changing(association("norepinephrine", NOREPINEPHRINE, "")).body(surface("2")).build();
    Judgement judgement = judgeAs(perSurface(), two);
    assertThat(judgement.verdict()).isEqualTo(Verdict.HARD_HIGH);
    assertThat(judgement.dose()).contains(Quantity.of("2.666667", "ug/m2/min"));
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
  void unitsThatDoNotFitAreSaidAndNeverConverted() {
    DrugEntry entry = norepinephrine("0.5", "2");
    Association good = association("norepinephrine", NOREPINEPHRINE, "70");
    Association inGrams = changing(good).body(Body.weighing(Quantity.of("70000", "g"))).build();
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
}
