// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import static io.pumpbridge.model.dose.DoseFixtures.NOW;
import static io.pumpbridge.model.dose.DoseFixtures.PUMP;
import static io.pumpbridge.model.dose.DoseFixtures.area;
import static io.pumpbridge.model.dose.DoseFixtures.association;
import static io.pumpbridge.model.dose.DoseFixtures.concentration;
import static io.pumpbridge.model.dose.DoseFixtures.entry;
import static io.pumpbridge.model.dose.DoseFixtures.infusing;
import static io.pumpbridge.model.dose.DoseFixtures.library;
import static io.pumpbridge.model.dose.DoseFixtures.limits;
import static io.pumpbridge.model.dose.DoseFixtures.quantity;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One order beyond several limits: each is named, and none hides another. Examples only. */
class SeveralLimitsTest {
  private static final String CONCENTRATION = "The concentration of example, 1 mg/mL is above";
  private static final String DOSE = "example at ";

  /** 1 mg in each mL, so that a dose in mg/h is a rate in mL/h. */
  private static final Concentration STRONG = concentration("50", "mg", "50");

  private static final CareArea AREA =
      area(
          entry(
              "example",
              new Preparation.Wildcard(limits("mg/mL", "", "", "0.5", "2")),
              ModeLimits.continuous(limits("mg/h", "", "1", "9.998", "20"))));

  private static InfusionOrder order(String dose, String rate) {
    return new InfusionOrder(
        "o1",
        PUMP.serialNumber(),
        "1",
        "ICU",
        new Medication("example", Optional.empty(), Optional.of(STRONG)),
        Body.weighing(Quantity.of("70", "kg")),
        DeliveryMode.CONTINUOUS,
        quantity(dose, "mg/h"),
        quantity(rate, "mL/h"),
        Optional.empty(),
        Optional.of(new SoftOverride("Dr. Example", "worked before")));
  }

  private static RateRounding.Outcome round(String dose, Rational tolerance) {
    return RateRounding.round(
        new DrugLibrary("h", "n", 1, tolerance, Map.of("ICU", AREA)),
        order(dose, ""),
        Quantity.of("0.1", "mL/h"));
  }

  private static Judgement judge(String dose, String rate) {
    return OrderGuard.judge(Optional.of(library(AREA)), order(dose, rate));
  }

  @Test
  void roundingCrossesNoLimitThatTheVerdictDoesNotShow() {
    RateRounding.Outcome across = round("9.996", Rational.of(1, 1_000));
    assertThat(across.rate()).isEmpty();
    assertThat(across.judgement().code()).isEqualTo(ReasonCode.ROUNDING_CROSSES_LIMIT);
    RateRounding.Outcome back = round("9.999", Rational.of(1, 100));
    assertThat(back.rate()).as("beyond both stays beyond both").contains(tenths("10.0"));
  }

  @Test
  void theStepOnTheSideOfTheOrderIsTakenWhereItIsNearEnough() {
    RateRounding.Outcome below = round("9.996", Rational.of(5, 100));
    assertThat(below.rate()).contains(tenths("9.9"));
    assertThat(below.judgement().code()).isEqualTo(ReasonCode.SOFT_LIMIT_OVERRIDDEN);
  }

  private static Quantity tenths(String rate) {
    return Quantity.of(rate, "mL/h");
  }

  @Test
  void whatIsOverriddenIsNamedInFull() {
    assertThat(judge("5", "").reason()).contains(CONCENTRATION).doesNotContain(DOSE);
    Judgement both = judge("12", "");
    assertThat(both.verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(both.code()).isEqualTo(ReasonCode.SOFT_LIMIT_OVERRIDDEN);
    assertThat(both.reason())
        .contains(CONCENTRATION)
        .contains(DOSE + "12 mg/h is above the soft limit of 9.998 mg/h.")
        .endsWith("Overridden by Dr. Example.");
    assertThat(both.limit().orElseThrow().of()).isEqualTo(Figure.CONCENTRATION);
    assertThat(judge("0.5", "").reason())
        .contains(CONCENTRATION)
        .contains(DOSE + "0.5 mg/h is below the soft limit of 1 mg/h.");
  }

  @Test
  void theGravestComesFirst() {
    Judgement hard = judge("21", "");
    assertThat(hard.verdict()).isEqualTo(Verdict.HARD_HIGH);
    assertThat(hard.limit().orElseThrow().of()).isEqualTo(Figure.DOSE);
    assertThat(hard.reason())
        .startsWith(DOSE + "21 mg/h is above the hard")
        .contains(CONCENTRATION);
  }

  @Test
  void whatADoseAndItsRateBothPassIsSaidOnce() {
    assertThat(judge("12", "12").reason()).containsOnlyOnce(DOSE);
  }

  @Test
  void whatRunsIsNamedInFullToo() {
    Judgement running =
        DoseGuard.judge(
            new DoseGuard.Basis(
                Optional.of(library(AREA)), Optional.of(association("example", STRONG, "70"))),
            PUMP,
            infusing("12", "mL/h"),
            NOW);
    assertThat(running.verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(running.reason()).contains(CONCENTRATION).contains(DOSE);
    assertThat(running.passed())
        .extracting(Judgement.Limit::name)
        .containsExactly("concentration soft-max", "dose soft-max");
  }

  /** The area allows 999 mL/h. */
  @Test
  void whatTheAreaAllowsHidesNoneOfTheDrugsLimits() {
    Judgement running =
        DoseGuard.judge(
            new DoseGuard.Basis(
                Optional.of(library(AREA)), Optional.of(association("example", STRONG, "70"))),
            PUMP,
            infusing("1200", "mL/h"),
            NOW);
    for (Judgement judgement :
        new Judgement[] {running, judge("", "1200"), judge("1200", ""), judge("1200", "1200")}) {
      assertThat(judgement.verdict()).isEqualTo(Verdict.HARD_HIGH);
      assertThat(judgement.code()).isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
      assertThat(judgement.passed())
          .extracting(Judgement.Limit::name)
          .containsExactly("rate device-max", "dose hard-max", "concentration soft-max");
      assertThat(judgement.reason()).contains(CONCENTRATION).contains(DOSE + "1200 mg/h");
      assertThat(judgement.dose().orElseThrow().value()).isEqualByComparingTo("1200");
    }
  }

  /** Neither a limit of the drug's nor a mistake takes the area's limit away. */
  @Test
  void whatCannotBeJudgedBesideTheAreaLeavesTheAreasLimitAlone() {
    Judgement contradicting = judge("5", "1200");
    assertThat(contradicting.code()).isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
    assertThat(contradicting.passed())
        .extracting(Judgement.Limit::name)
        .containsExactly("rate device-max");
  }
}
