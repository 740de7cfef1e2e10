// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.judge;

import static io.pumpbridge.druglibrary.judge.JudgeLab.reading;
import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.library;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.model.time.ClockQuality;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LibraryDoseJudgeTest {
  private final JudgeLab lab = new JudgeLab();

  @Test
  void theWholeStoryOfOneInfusion() throws Exception {
    assertThat(lab.running("5").code()).isEqualTo(ReasonCode.NO_LIBRARY);
    lab.take(library(3));
    assertThat(lab.judge.libraryVersion()).isEqualTo(3);
    assertThat(lab.running("5").code()).isEqualTo(ReasonCode.NO_ASSOCIATION);
    lab.associate();
    assertThat(lab.judge.association(JudgeLab.PUMP, "1").orElseThrow().medication().drug())
        .isEqualTo("norepinephrine");
    assertThat(lab.running("5").dose().orElseThrow().toString()).isEqualTo("0.07619 ug/kg/min");
    assertThat(lab.running("40").verdict()).isEqualTo(Verdict.SOFT_HIGH);
    assertThat(lab.running("140").verdict()).isEqualTo(Verdict.HARD_HIGH);
    lab.clock.pass(Duration.ofDays(1));
    assertThat(lab.running("140").code()).isEqualTo(ReasonCode.NO_ASSOCIATION);
    assertThat(lab.judge.association(JudgeLab.PUMP, "1")).isEmpty();
  }

  @Test
  void whatIsDroppedIsJudgedByNoMore() throws Exception {
    lab.take(library(3));
    lab.associate();
    assertThat(lab.judge.drop(JudgeLab.PUMP, "another pump")).hasSize(1);
    assertThat(lab.running("5").code()).isEqualTo(ReasonCode.NO_ASSOCIATION);
    assertThat(lab.judge.drop(JudgeLab.PUMP, "another pump")).isEmpty();
  }

  @Test
  void theGatewaysCareAreaStillLimitsTheDevice() throws Exception {
    lab.take(library(3));
    Observation fast = reading(PumpStatus.INFUSING, "26");
    assertThat(lab.judge.judge(JudgeLab.PUMP, fast, "Nursery").code())
        .isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
    assertThat(lab.judge.judge(JudgeLab.PUMP, fast, "ICU").code())
        .isEqualTo(ReasonCode.NO_ASSOCIATION);
  }

  @Test
  void withoutTrustedTimeNoAssociationIsBelieved() throws Exception {
    lab.take(library(3));
    lab.associate();
    lab.clock.quality = ClockQuality.FLOOR;
    assertThat(lab.running("140").code()).isEqualTo(ReasonCode.CLOCK_UNTRUSTED);
    assertThat(lab.judge.association(JudgeLab.PUMP, "1")).isEmpty();
    lab.clock.quality = ClockQuality.HOLDOVER;
    assertThat(lab.running("140").verdict()).isEqualTo(Verdict.HARD_HIGH);
  }

  private static final Duration AWAY = Duration.ofMinutes(5);

  /** A restart while it is away must not keep for the next patient what was said of this one. */
  @Test
  void aPumpThatIsAwayForLongAfterARestartLosesItsAssociation() throws Exception {
    lab.take(library(3));
    lab.associate();
    lab.running("5");
    lab.restart();
    lab.clock.pass(AWAY);
    assertThat(lab.running("5").verdict()).as("a slow rack's").isEqualTo(Verdict.WITHIN);
    lab.restart();
    lab.clock.pass(AWAY.plusMillis(1));
    assertThat(lab.running("5").code()).isEqualTo(ReasonCode.NO_ASSOCIATION);
    assertThat(lab.journal.last(EventName.ASSOCIATION_DROPPED).text("reason")).contains("away");
    assertThatThrownBy(lab::associate).isInstanceOf(RefusedException.class);
    lab.restart();
    assertThat(lab.running("5").code()).isEqualTo(ReasonCode.NO_ASSOCIATION);
    assertThatThrownBy(lab::associate).isInstanceOf(RefusedException.class);
  }

  @Test
  void whatWasSaidOfAPumpThatIsStillToComeOutlivesARestart() throws Exception {
    lab.take(library(3));
    lab.associate();
    lab.restart();
    lab.clock.pass(Duration.ofHours(2));
    assertThat(lab.running("5").verdict()).isEqualTo(Verdict.WITHIN);
  }

  @Test
  void whatIsSaidSinceTheRestartHoldsWheneverThePumpComesBack() throws Exception {
    lab.take(library(3));
    lab.associate();
    lab.running("5");
    lab.restart();
    lab.clock.pass(AWAY);
    lab.associations.accept(
        signedAssociation(Examples.with(ASSOCIATION, "03-01T11:00", "03-01T12:04")),
        lab.clock.read());
    lab.clock.pass(AWAY);
    assertThat(lab.running("5").verdict()).isEqualTo(Verdict.WITHIN);
  }
}
