// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import static io.pumpbridge.model.dose.AssociationChange.changing;
import static io.pumpbridge.model.dose.DoseFixtures.NOREPINEPHRINE;
import static io.pumpbridge.model.dose.DoseFixtures.NOW;
import static io.pumpbridge.model.dose.DoseFixtures.PUMP;
import static io.pumpbridge.model.dose.DoseFixtures.area;
import static io.pumpbridge.model.dose.DoseFixtures.association;
import static io.pumpbridge.model.dose.DoseFixtures.concentration;
import static io.pumpbridge.model.dose.DoseFixtures.entry;
import static io.pumpbridge.model.dose.DoseFixtures.infusing;
import static io.pumpbridge.model.dose.DoseFixtures.judge;
import static io.pumpbridge.model.dose.DoseFixtures.judgeAs;
import static io.pumpbridge.model.dose.DoseFixtures.library;
import static io.pumpbridge.model.dose.DoseFixtures.limits;
import static io.pumpbridge.model.dose.DoseFixtures.norepinephrine;
import static io.pumpbridge.model.dose.DoseFixtures.observation;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the care area and the preparation limit beside the dose. All drugs and limits are examples.
 */
class DoseGuardAreaTest {
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
    Association expired =
        changing(association("norepinephrine", NOREPINEPHRINE, "70")).expires(NOW).build();
    DoseGuard.Basis ended =
        new DoseGuard.Basis(Optional.of(library), Optional.of(expired), Optional.of("ICU"));
    assertThat(DoseGuard.judge(ended, PUMP, infusing("999.1", "mL/h"), NOW).code())
        .isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
  }

  @Test
  void anAreaThatIsNotInTheLibraryTakesTheGatewaysOwnLimitsFromNobody() {
    DrugLibrary library = library(area(norepinephrine("0.5", "2")));
    Association gone =
        changing(association("norepinephrine", NOREPINEPHRINE, "70")).careArea("Closed").build();
    DoseGuard.Basis here =
        new DoseGuard.Basis(Optional.of(library), Optional.of(gone), Optional.of("ICU"));
    assertThat(DoseGuard.judge(here, PUMP, infusing("999.1", "mL/h"), NOW).code())
        .isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
    assertThat(DoseGuard.judge(here, PUMP, infusing("999", "mL/h"), NOW).code())
        .isEqualTo(ReasonCode.CARE_AREA_UNKNOWN);
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

  @Test
  void aWeightOutsideTheAreaIsSaidAlsoWhereTheDoseNeedsNone() {
    DrugEntry entry = entry("norepinephrine", NOREPINEPHRINE, limits("ug/min", "", "", "", "80"));
    assertThat(judge(entry, "1.9", infusing("5", "mL/h")).code())
        .isEqualTo(ReasonCode.WEIGHT_OUTSIDE_LIMITS);
    assertThat(judge(entry, "", infusing("5", "mL/h")).verdict()).isEqualTo(Verdict.WITHIN);
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
}
