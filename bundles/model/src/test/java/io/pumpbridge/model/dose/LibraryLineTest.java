// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

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
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Real libraries hold one drug in bags that are as strong but not as large, each with limits of its
 * own, and one bag dosed with and without the weight. Examples, not for clinical use.
 */
class LibraryLineTest {
  private static final Concentration SMALL = concentration("1000", "mg", "60");
  private static final Concentration LARGE = concentration("2000", "mg", "120");
  private static final Concentration OTHER = concentration("3000", "mg", "180");

  private static DrugEntry given(Concentration bag, String leastMinutes) {
    return entry(
        "calcium chloride",
        new Preparation.Fixed(bag),
        new ModeLimits(
            DeliveryMode.INTERMITTENT,
            Map.of(
                Figure.DOSE, limits("mg", "", "", "", "2000"),
                Figure.DURATION, limits("min", leastMinutes, "", "", "")),
            Optional.empty()));
  }

  private static InfusionOrder order(
      String drug, Concentration bag, DeliveryMode mode, Optional<Quantity> dose, String rate) {
    return new InfusionOrder(
        "o1",
        PUMP.serialNumber(),
        "1",
        "ICU",
        new Medication(drug, Optional.empty(), Optional.of(bag)),
        Body.weighing(Quantity.of("70", "kg")),
        mode,
        dose,
        quantity(rate, "mL/h"),
        Optional.empty(),
        Optional.empty());
  }

  /** 1000 mg of 1000 mg in 60 mL at 240 mL/h: a quarter of an hour. */
  private static Judgement infuse(CareArea area, Concentration bag) {
    return OrderGuard.judge(
        Optional.of(library(area)),
        order("calcium chloride", bag, DeliveryMode.INTERMITTENT, quantity("1000", "mg"), "240"));
  }

  @Test
  void eachBagIsJudgedByItsOwnLine() {
    CareArea area = area(given(SMALL, "10"), given(LARGE, "20"));
    assertThat(infuse(area, SMALL).verdict()).isEqualTo(Verdict.WITHIN);
    assertThat(infuse(area, LARGE).verdict()).isEqualTo(Verdict.HARD_LOW);
  }

  @Test
  void aBagThatIsNotInTheLibraryIsJudgedByThoseAsStrongIfTheySayTheSame() {
    assertThat(infuse(area(given(SMALL, "20"), given(LARGE, "20")), OTHER).verdict())
        .isEqualTo(Verdict.HARD_LOW);
    Judgement judgement = infuse(area(given(SMALL, "10"), given(LARGE, "20")), OTHER);
    assertThat(judgement.verdict()).isEqualTo(Verdict.CANNOT_JUDGE);
    assertThat(judgement.code()).isEqualTo(ReasonCode.LINE_AMBIGUOUS);
    assertThat(judgement.code().piv()).hasValue(9018);
    assertThat(judgement.reason()).contains("1000 mg in 60 mL").contains("2000 mg in 120 mL");
  }

  @Test
  void ofManyLinesThatFitAFewAreNamedAndTheOthersCounted() {
    DrugEntry[] lines =
        IntStream.rangeClosed(1, 22)
            .mapToObj(i -> given(concentration(i + "000", "mg", 60 * i + ""), i + ""))
            .toArray(DrugEntry[]::new);
    Judgement judgement = infuse(area(lines), concentration("30000", "mg", "1800"));
    assertThat(judgement.code()).isEqualTo(ReasonCode.LINE_AMBIGUOUS);
    assertThat(judgement.reason())
        .contains("5000 mg in 300 mL, dosed in mg; and 17 more. Nothing says")
        .doesNotContain("6000 mg");
  }

  private static final Concentration INSULIN = concentration("100", "U", "100");
  private static final CareArea BY_BOTH =
      area(
          entry("insulin", INSULIN, limits("U/h", "", "", "20", "30")),
          entry("insulin", INSULIN, limits("U/kg/h", "", "", "0.1", "0.2")));

  private static Judgement ordered(String dose, String unit, String rate) {
    return OrderGuard.judge(
        Optional.of(library(BY_BOTH)),
        order("insulin", INSULIN, DeliveryMode.CONTINUOUS, quantity(dose, unit), rate));
  }

  @Test
  void theOrdersDosingUnitTellsWhichLineIsMeant() {
    assertThat(ordered("15", "U/h", "").verdict()).isEqualTo(Verdict.WITHIN);
    assertThat(ordered("350", "mU/min", "").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(ordered("0.25", "U/kg/h", "").verdict()).isEqualTo(Verdict.HARD_HIGH);
    assertThat(ordered("1", "mg/h", "").code()).isEqualTo(ReasonCode.UNIT_MISMATCH);
  }

  @Test
  void aRateAloneIsNotJudgedWhereLinesDiffer() {
    assertThat(ordered("", "", "15").code()).isEqualTo(ReasonCode.LINE_AMBIGUOUS);
    Judgement running =
        DoseGuard.judge(
            new DoseGuard.Basis(
                Optional.of(library(BY_BOTH)), Optional.of(association("insulin", INSULIN, "70"))),
            PUMP,
            infusing("15", "mL/h"),
            DoseFixtures.NOW);
    assertThat(running.code()).isEqualTo(ReasonCode.LINE_AMBIGUOUS);
  }
}
