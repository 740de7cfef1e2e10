// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import static io.pumpbridge.model.dose.DoseFixtures.PUMP;
import static io.pumpbridge.model.dose.DoseFixtures.area;
import static io.pumpbridge.model.dose.DoseFixtures.concentration;
import static io.pumpbridge.model.dose.DoseFixtures.entry;
import static io.pumpbridge.model.dose.DoseFixtures.library;
import static io.pumpbridge.model.dose.DoseFixtures.limits;
import static io.pumpbridge.model.dose.DoseFixtures.quantity;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All drugs and limits are examples, not for clinical use. */
class OrderGuardTest {
  /** What only an order can be refused for. */
  static final Set<ReasonCode> ORDERS_ONLY =
      EnumSet.of(
          ReasonCode.SOFT_LIMIT_OVERRIDDEN,
          ReasonCode.OVERRIDE_NOT_ALLOWED,
          ReasonCode.ORDER_EMPTY,
          ReasonCode.DOSE_MISSING,
          ReasonCode.DOSE_INVALID,
          ReasonCode.VOLUME_INVALID,
          ReasonCode.DOSE_AND_RATE_DISAGREE,
          ReasonCode.ROUNDING_TOO_COARSE,
          ReasonCode.ROUNDING_CROSSES_LIMIT);

  private static final Concentration SIXTEEN = concentration("16", "mg", "250");
  private static final DrugEntry NOREPINEPHRINE =
      entry(
          "norepinephrine",
          new Preparation.Fixed(SIXTEEN),
          ModeLimits.continuous(limits("ug/kg/min", "0.001", "0.01", "0.5", "2")),
          new ModeLimits(
              DeliveryMode.BOLUS,
              Map.of(
                  Figure.DOSE, limits("ug", "", "", "8", "16"),
                  Figure.RATE, limits("ug/min", "", "", "", "64")),
              Optional.empty()),
          new ModeLimits(
              DeliveryMode.INTERMITTENT,
              Map.of(
                  Figure.DOSE, limits("mg", "", "", "", "8"),
                  Figure.DURATION, limits("min", "30", "60", "", "")),
              Optional.empty()),
          new ModeLimits(
              DeliveryMode.PCA,
              Map.of(Figure.DOSE, limits("ug", "", "", "", "1")),
              Optional.empty()));
  private static final DrugLibrary LIBRARY = library(area(NOREPINEPHRINE));

  /** Empty text leaves a figure out. */
  private record Wanted(
      DeliveryMode mode, String dose, String doseUnit, String rate, String vtbi, boolean override) {

    InfusionOrder order() {
      return new InfusionOrder(
          "o1",
          PUMP.serialNumber(),
          "1",
          "ICU",
          new Medication("norepinephrine", Optional.empty(), Optional.of(SIXTEEN)),
          Body.weighing(Quantity.of("70", "kg")),
          mode,
          quantity(dose, doseUnit),
          quantity(rate, "mL/h"),
          quantity(vtbi, "mL"),
          override
              ? Optional.of(new SoftOverride("Dr. Example", "worked before"))
              : Optional.empty());
    }
  }

  private static Judgement judge(Wanted wanted) {
    return OrderGuard.judge(Optional.of(LIBRARY), wanted.order());
  }

  private static Wanted continuous(String dose, String unit, String rate) {
    return new Wanted(DeliveryMode.CONTINUOUS, dose, unit, rate, "", false);
  }

  /** 0.1 ug/kg/min × 70 kg × 60 = 420 ug/h; / 64 ug/mL = 6.5625 mL/h. */
  @ParameterizedTest
  @CsvSource({
    "0.1,     ug/kg/min, '',     0.1,      6.5625, WITHIN",
    "'',      '',        6.5625, 0.1,      6.5625, WITHIN",
    "100,     ng/kg/min, '',     0.1,      6.5625, WITHIN",
    "6,       ug/kg/h,   '',     0.1,      6.5625, WITHIN",
    "0.1,     ug/kg/min, 6.5625, 0.1,      6.5625, WITHIN",
    "0.1,     ug/kg/min, 6.56,   0.099962, 6.56,   WITHIN",
    "0.6,     ug/kg/min, '',     0.6,      39.375, SOFT_HIGH",
    "2,       ug/kg/min, '',     2,        131.25, SOFT_HIGH",
    "2.00001, ug/kg/min, '',     2.00001,  131.250656, HARD_HIGH",
    "0.009,   ug/kg/min, '',     0.009,    0.590625, SOFT_LOW",
    "0.0009,  ug/kg/min, '',     0.0009,   0.059063, HARD_LOW",
  })
  void aDoseHasItsRateAndARateItsDose(
      String dose, String unit, String rate, String shownDose, String shownRate, Verdict verdict) {
    Judgement judgement = judge(continuous(dose, unit, rate));
    assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(verdict);
    assertThat(judgement.dose().orElseThrow().value()).isEqualByComparingTo(shownDose);
    assertThat(judgement.rate().orElseThrow().value()).isEqualByComparingTo(shownRate);
  }

  /** 6.5625 mL/h is 0.1; what is written with fewer digits may be off by as much, up to 1 %. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 6.6, WITHIN_LIMITS",
    "0.10, 6.5, WITHIN_LIMITS",
    "0.1000, 6.6, WITHIN_LIMITS",
    "0.1000, 6.50, DOSE_AND_RATE_DISAGREE",
    "0.1, 7, DOSE_AND_RATE_DISAGREE",
    "0.1, 6.4, DOSE_AND_RATE_DISAGREE",
    "0.1, 65.625, DOSE_AND_RATE_DISAGREE",
  })
  void aDoseAndARateMustSayTheSame(String dose, String rate, ReasonCode code) {
    Judgement judgement = judge(continuous(dose, "ug/kg/min", rate));
    assertThat(judgement.code()).as("%s", judgement).isEqualTo(code);
    assertThat(judgement.verdict() == Verdict.INVALID)
        .isEqualTo(code == ReasonCode.DOSE_AND_RATE_DISAGREE);
  }

  @Test
  void theFactorsOfTenThatKillAreDisagreements() {
    for (String rate : List.of("65.625", "0.65625", "6562.5")) {
      Judgement judgement = judge(continuous("0.1", "ug/kg/min", rate));
      assertThat(judgement.verdict()).isNotIn(Verdict.WITHIN, Verdict.SOFT_HIGH, Verdict.SOFT_LOW);
    }
  }

  @Test
  void perMinuteForPerKilogramIsAnotherDoseAndNeverConverted() {
    assertThat(judge(continuous("7", "ug/min", "")).code()).isEqualTo(ReasonCode.UNIT_MISMATCH);
    assertThat(judge(continuous("7", "U/kg/min", "")).code()).isEqualTo(ReasonCode.UNIT_MISMATCH);
    assertThat(judge(continuous("0.1", "ug/kg", "")).code()).isEqualTo(ReasonCode.UNIT_MISMATCH);
    assertThat(judge(continuous("0.1", "ug/m2/min", "")).code())
        .isEqualTo(ReasonCode.UNIT_MISMATCH);
  }

  /** 8 ug is usual, 16 the most; 64 ug/min is 60 mL/h. */
  @ParameterizedTest
  @CsvSource({
    "8,   ug, 60,   WITHIN,       WITHIN_LIMITS",
    "0.008, mg, 60, WITHIN,       WITHIN_LIMITS",
    "9,   ug, 60,   SOFT_HIGH,    SOFT_LIMIT_PASSED",
    "17,  ug, 60,   HARD_HIGH,    HARD_LIMIT_PASSED",
    "8,   ug, 60.1, HARD_HIGH,    HARD_LIMIT_PASSED",
    "8,   ug, '',   CANNOT_JUDGE, RATE_MISSING",
    "'',  ug, 60,   CANNOT_JUDGE, DOSE_MISSING",
    "8,   ug/min, 60, CANNOT_JUDGE, UNIT_MISMATCH",
  })
  void aBolusIsJudgedByItsAmountAndItsSpeed(
      String dose, String unit, String rate, Verdict verdict, ReasonCode code) {
    Judgement judgement = judge(new Wanted(DeliveryMode.BOLUS, dose, unit, rate, "", false));
    assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(verdict);
    assertThat(judgement.code()).isEqualTo(code);
  }

  /** 4 mg are 62.5 mL: at 62.5 mL/h an hour. */
  @ParameterizedTest
  @CsvSource({
    "4, 62.5,  WITHIN,    dose",
    "4, 62.6,  SOFT_LOW,  duration",
    "4, 125,   SOFT_LOW,  duration",
    "4, 125.1, HARD_LOW,  duration",
    "9, 62.5,  HARD_HIGH, dose",
  })
  void anIntermittentDoseTakesTheTimeItNeeds(
      String dose, String rate, Verdict verdict, String figure) {
    Judgement judgement = judge(new Wanted(DeliveryMode.INTERMITTENT, dose, "mg", rate, "", false));
    assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(verdict);
    judgement.limit().ifPresent(limit -> assertThat(limit.of().wireName()).isEqualTo(figure));
  }

  @Test
  void whatNobodyReportsIsHeldAndNotJudged() {
    assertThat(judge(new Wanted(DeliveryMode.PCA, "1", "ug", "", "", false)).code())
        .isEqualTo(ReasonCode.MODE_NOT_JUDGED);
    assertThat(judge(new Wanted(DeliveryMode.LOADING, "1", "ug", "", "", false)).code())
        .isEqualTo(ReasonCode.MODE_NOT_IN_LIBRARY);
  }

  @Test
  void theAreasOwnLimitsSpeakFirst() {
    assertThat(judge(continuous("", "", "1000")).limit().orElseThrow().kind())
        .isEqualTo("device-max");
    assertThat(
            judge(new Wanted(DeliveryMode.CONTINUOUS, "0.1", "ug/kg/min", "", "3001", false))
                .limit()
                .orElseThrow()
                .kind())
        .isEqualTo("device-vtbi-max");
    // 16 ug/kg/min would be 1050 mL/h: too much of the drug and too fast for the place
    assertThat(judge(continuous("16", "ug/kg/min", "")).verdict()).isEqualTo(Verdict.HARD_HIGH);
  }

  @Test
  void aSoftLimitNeedsWhoAndWhyAndAHardOneHasNoWayAround() {
    Wanted soft = new Wanted(DeliveryMode.CONTINUOUS, "0.6", "ug/kg/min", "", "", true);
    Judgement overridden = judge(soft);
    assertThat(overridden.verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(overridden.code()).isEqualTo(ReasonCode.SOFT_LIMIT_OVERRIDDEN);
    assertThat(overridden.reason()).contains("Dr. Example");
    assertThat(judge(continuous("0.6", "ug/kg/min", "")).code())
        .isEqualTo(ReasonCode.SOFT_LIMIT_PASSED);
    CareArea strict =
        CareArea.of("ICU", DoseFixtures.DEVICE, CareArea.SoftLimits.HOLD, List.of(NOREPINEPHRINE));
    assertThat(OrderGuard.judge(Optional.of(library(strict)), soft.order()).code())
        .isEqualTo(ReasonCode.OVERRIDE_NOT_ALLOWED);
    Wanted hard = new Wanted(DeliveryMode.CONTINUOUS, "3", "ug/kg/min", "", "", true);
    assertThat(judge(hard).code()).isEqualTo(ReasonCode.HARD_LIMIT_PASSED);
  }

  @Test
  void nothingAndLessThanNothingAreNoFigures() {
    for (String wrong : List.of("0", "-1", "0.000")) {
      assertThat(judge(continuous(wrong, "ug/kg/min", "")).code())
          .isEqualTo(ReasonCode.DOSE_INVALID);
      assertThat(judge(continuous("", "", wrong)).code()).isEqualTo(ReasonCode.RATE_INVALID);
      assertThat(
              judge(new Wanted(DeliveryMode.CONTINUOUS, "0.1", "ug/kg/min", "", wrong, false))
                  .code())
          .isEqualTo(ReasonCode.VOLUME_INVALID);
    }
    assertThat(judge(continuous("", "", "")).code()).isEqualTo(ReasonCode.ORDER_EMPTY);
    assertThat(judge(continuous("", "", "")).verdict()).isEqualTo(Verdict.INVALID);
    assertThat(OrderGuard.judge(Optional.empty(), continuous("1", "ug/min", "").order()).code())
        .isEqualTo(ReasonCode.NO_LIBRARY);
  }

  /** 6.5625 mL/h; the library tolerates 5 %. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1,   6.6",
    "0.1, 0.01,  6.56",
    "0.1, 0.001, 6.562",
    "0.1, 0.0001, 6.5625",
    "0.1, 0.5,   6.5",
  })
  void aRateIsRoundedToTheNearestStep(String dose, String step, String rate) {
    RateRounding.Outcome outcome =
        RateRounding.round(
            LIBRARY, continuous(dose, "ug/kg/min", "").order(), Quantity.of(step, "mL/h"));
    assertThat(outcome.rate()).contains(Quantity.of(rate, "mL/h"));
    assertThat(outcome.judgement().verdict()).isEqualTo(Verdict.WITHIN);
  }

  /** 0.5 ug/kg/min, the soft maximum, is 32.8125 mL/h: the nearest tenth is below, 33 above. */
  @Test
  void roundingNeverCrossesALimitNorGoesFurtherThanTheLibraryTolerates() {
    InfusionOrder onTheLimit = continuous("0.5", "ug/kg/min", "").order();
    assertThat(RateRounding.round(LIBRARY, onTheLimit, Quantity.of("0.1", "mL/h")).rate())
        .contains(Quantity.of("32.8", "mL/h"));
    // the nearest whole number would be beyond the limit, so the one below is taken
    assertThat(RateRounding.round(LIBRARY, onTheLimit, Quantity.of("1", "mL/h")).rate())
        .contains(Quantity.of("32", "mL/h"));
    DrugLibrary exact =
        new DrugLibrary("h", "n", 1, Rational.of(1, 100), Map.of("ICU", area(NOREPINEPHRINE)));
    RateRounding.Outcome across = RateRounding.round(exact, onTheLimit, Quantity.of("1", "mL/h"));
    assertThat(across.rate()).isEmpty();
    assertThat(across.judgement().code()).isEqualTo(ReasonCode.ROUNDING_CROSSES_LIMIT);
    RateRounding.Outcome coarse =
        RateRounding.round(
            LIBRARY, continuous("0.1", "ug/kg/min", "").order(), Quantity.of("5", "mL/h"));
    assertThat(coarse.rate()).isEmpty();
    assertThat(coarse.judgement().code()).isEqualTo(ReasonCode.ROUNDING_TOO_COARSE);
    RateRounding.Outcome hard =
        RateRounding.round(
            LIBRARY, continuous("3", "ug/kg/min", "").order(), Quantity.of("0.1", "mL/h"));
    assertThat(hard.rate()).isEmpty();
    assertThat(hard.judgement().verdict()).isEqualTo(Verdict.HARD_HIGH);
  }
}
