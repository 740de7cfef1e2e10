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
import static io.pumpbridge.model.dose.DoseFixtures.perSurface;
import static io.pumpbridge.model.dose.DoseFixtures.surface;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When the guard can judge, and what it says when it cannot. All drugs and limits are examples. */
class DoseGuardReasonsTest {
  @Test
  void anAssociationHoldsUntilTheMomentItExpiresAndNotAtIt() {
    DrugEntry entry = norepinephrine("0.5", "2");
    Association association = association("norepinephrine", NOREPINEPHRINE, "70");
    assertThat(judgeAs(entry, changing(association).expires(NOW.plusMillis(1)).build()).code())
        .isEqualTo(ReasonCode.WITHIN_LIMITS);
    assertThat(judgeAs(entry, changing(association).expires(NOW).build()).code())
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

  @ParameterizedTest
  @EnumSource(value = DeliveryMode.class, names = "CONTINUOUS", mode = EnumSource.Mode.EXCLUDE)
  void whatIsGivenInAnotherWayIsNotJudgedByItsRate(DeliveryMode mode) {
    Association association =
        changing(association("norepinephrine", NOREPINEPHRINE, "70")).mode(mode).build();
    assertThat(judgeAs(norepinephrine("0.01", "0.02"), association).code())
        .isEqualTo(ReasonCode.MODE_NOT_JUDGED);
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
            judgeAs(entry, changing(good).expires(NOW.minusSeconds(1)).build()),
            onOtherPump(entry, good),
            judgeAs(entry, changing(good).careArea("Ward").build()),
            judgeAs(entry, association("heparin", NOREPINEPHRINE, "70")),
            judgeAs(entry, association("norepinephrine", concentration("8", "mg", "250"), "70")),
            judge(entry, "", infusing("5", "mL/h")),
            judge(entry, "300", infusing("5", "mL/h")),
            judge(entry, "1", infusing("5", "mL/h")),
            judgeAs(entry, changing(good).therapy("sepsis").build()),
            judge(bolusOnly(), "70", infusing("5", "mL/h")),
            judge(perSurface(), "70", infusing("5", "mL/h")),
            judgeAs(perSurface(), changing(good).body(surface("9")).build()));
    judgements.forEach(
        judgement -> {
          reached.add(judgement.code());
          assertThat(judgement.reason()).matches("\\S.*[.0-9/h]");
          assertThat(judgement.toFields().toString()).contains(judgement.code().wireName());
        });
    // Clock and withdrawals are the service's business: io.pumpbridge.druglibrary reaches them;
    // several lines are that of LibraryLineTest.
    assertThat(EnumSet.complementOf(reached))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    OrderGuardTest.ORDERS_ONLY.stream(),
                    Stream.of(
                        ReasonCode.CLOCK_UNTRUSTED,
                        ReasonCode.LIBRARY_WITHDRAWN,
                        ReasonCode.LIMIT_WITHDRAWN,
                        ReasonCode.LINE_AMBIGUOUS))
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
}
