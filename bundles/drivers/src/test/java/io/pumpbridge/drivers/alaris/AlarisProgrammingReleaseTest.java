// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisProgrammes.ALL;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.BOTH;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.FIRST_CONTROL;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.RELEASE;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.programme;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import org.junit.jupiter.api.Test;

/** However setting a pump is cut short, it is told once and the remote control is given back. */
final class AlarisProgrammingReleaseTest {

  private final ScriptedScene scene = ScriptedScene.programming();

  @Test
  void silenceAtAnyStepEndsItAndTheControlIsGivenBack() {
    for (int step = 1; step < ALL.size(); step++) {
      scene.follow();
      scene.pump.before(step, () -> scene.pump.ignore = 1);
      scene.talk.program(BOTH);
      scene.talk.run(1_000);
      scene.assertEnded(step, step == FIRST_CONTROL ? Reason.CONTROL_REFUSED : Reason.NO_ANSWER);
      scene.assertNothingButTheReleaseAfter(step);
      assertThat(scene.talk.isReleased()).isTrue();
      assertThat(scene.talk.state()).isEqualTo("following");
    }
  }

  @Test
  void aReleaseThatIsNotConfirmedIsSentOnceMore() {
    scene.follow();
    scene.pump.before(12, () -> scene.pump.ignore = 1);
    scene.talk.program(BOTH);
    scene.talk.run(400);
    assertThat(scene.talk.outcomes()).isEmpty();
    assertThat(scene.talk.isReleased()).isFalse();
    scene.talk.run(400);
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
    assertThat(scene.sent()).containsSubsequence(RELEASE, RELEASE);
    assertThat(scene.talk.isReleased()).isTrue();
  }

  /** It was written and read back, but who gets the control is not seen to have it. */
  @Test
  void aReleaseThatIsNeverConfirmedIsNoSuccess() {
    scene.follow();
    scene.pump.deafTo(RELEASE);
    scene.talk.program(BOTH);
    scene.talk.run(1_500);
    assertThat(scene.talk.outcome()).isInstanceOf(Failed.class);
    assertThat(reason(scene.talk.outcome())).isEqualTo(Reason.NO_ANSWER);
    assertThat(scene.talk.isReleased()).isFalse();
    scene.talk.program(BOTH);
    assertThat(reason(scene.talk.outcomes().get(1))).isEqualTo(Reason.BUSY);
    scene.talk.run(3_000);
    scene.pump.hears(RELEASE);
    scene.talk.run(1_500);
    assertThat(scene.talk.isReleased()).as("tried again after each poll").isTrue();
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.talk.program(BOTH);
    scene.talk.run(500);
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
  }

  @Test
  void aReleaseThatIsRefusedIsGivenUpAfterAWhile() {
    scene.follow();
    scene.pump.deafTo(RELEASE);
    scene.talk.program(BOTH);
    scene.talk.run(60_000);
    assertThat(scene.sent().stream().filter(RELEASE::equals))
        .hasSize(AlarisSettings.RELEASE_SENDS + AlarisSettings.LATER_RELEASES);
    assertThat(scene.talk.isReleased()).isTrue();
    assertThat(scene.talk.losses()).as("following goes on").isEmpty();
    assertThat(scene.talk.reports()).hasSizeGreaterThan(40);
  }

  @Test
  void aDeadLineAtAnyStepEndsInTimeAndThePumpIsReleasedWhenItIsBack() {
    for (int step = 1; step <= ALL.size(); step++) {
      scene.follow();
      scene.pump.before(step, scene.pump::leave);
      long began = scene.talk.nowMs();
      scene.talk.program(BOTH);
      while (scene.talk.outcomes().isEmpty()) {
        scene.talk.run(10);
        assertThat(scene.talk.nowMs() - began)
            .as("step %d", step)
            .isLessThanOrEqualTo(AlarisSettings.LONGEST_PROGRAMME_MS);
      }
      scene.assertEnded(step, step == FIRST_CONTROL ? Reason.CONTROL_REFUSED : Reason.NO_ANSWER);
      assertThat(scene.talk.isReleased()).isEqualTo(step < FIRST_CONTROL);
      scene.talk.runUntil("lost");
      assertThat(scene.talk.losses()).containsExactly(LossReason.SILENT);
      scene.talk.forget();
      scene.pump.comeBack();
      scene.talk.runUntil("following");
      scene.talk.run(300);
      assertThat(scene.sent().contains(RELEASE))
          .as("step %d", step)
          .isEqualTo(step >= FIRST_CONTROL);
      assertThat(scene.talk.isReleased()).isTrue();
    }
  }

  /** Its control was ours when it was carried away; when it is back it gets it back. */
  @Test
  void thePumpThatWasCarriedAwayIsReleasedWhenItComesBack() {
    scene.follow();
    scene.pump.before(
        6, () -> scene.pump.say("INF", ScriptedPump.STANDING.replace("51740", "51733")));
    scene.pump.before(7, () -> scene.pump.say("INST_SERIALNO", "INST_SERIALNO^8002-51733"));
    scene.talk.program(BOTH);
    scene.talk.run(2_000);
    assertThat(scene.talk.state()).isEqualTo("following");
    scene.talk.forget();
    scene.talk.run(3_000);
    assertThat(scene.sent()).as("the other is not touched").containsOnly("INF");
    scene.pump.say("INST_SERIALNO", "INST_SERIALNO^8002-51740");
    scene.pump.say("INF", ScriptedPump.STANDING);
    scene.talk.run(2_000);
    assertThat(scene.sent()).contains(RELEASE);
    assertThat(scene.talk.isReleased()).isTrue();
  }

  @Test
  void thePortThatGoesAtAnyStepIsToldForTheProgrammeAndForThePump() {
    for (int step = 1; step <= ALL.size(); step++) {
      scene.follow();
      scene.talk.program(BOTH);
      scene.talk.runUntilSent(step);
      scene.talk.unplug();
      scene.assertEnded(step, Reason.LOST);
      assertThat(scene.talk.losses()).containsExactly(LossReason.UNPLUGGED);
      assertThat(scene.talk.state()).isEqualTo("closed");
      assertThat(scene.talk.isReleased()).isTrue();
      scene.talk.run(5_000);
      assertThat(scene.sent()).hasSize(step);
      scene.talk.forget();
      scene.talk.open();
      scene.talk.run(100);
      assertThat(scene.talk.state()).isEqualTo("following");
    }
  }

  @Test
  void openedAgainWithoutClosedIsTheSameLoss() {
    for (int step = 1; step <= ALL.size(); step++) {
      scene.follow();
      scene.talk.program(BOTH);
      scene.talk.runUntilSent(step);
      scene.talk.open();
      scene.assertEnded(step, Reason.LOST);
      assertThat(scene.talk.losses()).containsExactly(LossReason.UNPLUGGED);
      assertThat(scene.talk.state()).isEqualTo("identifying");
    }
  }

  @Test
  void stoppedAtAnyStepTheControlIsGivenBackFirst() {
    for (int step = 1; step <= ALL.size(); step++) {
      scene.follow();
      scene.talk.program(BOTH);
      scene.talk.runUntilSent(step);
      scene.talk.stop();
      assertThat(scene.talk.isReleased()).as("step %d", step).isEqualTo(step < FIRST_CONTROL);
      scene.talk.run(200);
      assertThat(scene.talk.isReleased()).isTrue();
      assertThat(scene.talk.state()).isEqualTo("closed");
      scene.assertNothingButTheReleaseAfter(Math.min(step, 11));
      if (step >= 11) { // all was read back: nothing but the release was left
        assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
      } else {
        scene.assertEnded(step, Reason.LOST);
      }
      assertThat(scene.talk.losses()).containsExactly(LossReason.RELEASED);
      scene.talk.run(5_000);
      assertThat(scene.sent())
          .as("asks for nothing more")
          .doesNotContain("ALARM")
          .hasSizeLessThan(13);
    }
  }

  @Test
  void stoppedOnADeadLineItGivesUpInTime() {
    for (int step = FIRST_CONTROL; step <= ALL.size(); step++) {
      scene.follow();
      scene.pump.before(step, scene.pump::leave);
      scene.talk.program(BOTH);
      scene.talk.runUntilSent(step);
      scene.talk.stop();
      scene.talk.run(1_800);
      assertThat(scene.talk.isReleased()).as("step %d", step).isTrue();
      assertThat(scene.talk.outcomes()).hasSize(1);
      assertThat(scene.talk.losses()).containsExactly(LossReason.RELEASED);
      assertThat(scene.sent().stream().filter(RELEASE::equals)).hasSize(2);
    }
  }

  @Test
  void unpluggedWhileItIsBeingStopped() {
    scene.follow();
    scene.talk.program(BOTH);
    scene.talk.runUntilSent(6);
    scene.talk.stop();
    scene.talk.unplug();
    scene.assertEnded(6, Reason.LOST);
    assertThat(scene.talk.losses()).containsExactly(LossReason.UNPLUGGED);
  }

  @Test
  void aReleaseStillOwedIsTriedOnceMoreWhenTheBridgeStops() {
    scene.follow();
    scene.pump.deafTo(RELEASE);
    scene.talk.program(programme("3.5", ""));
    scene.talk.run(1_500);
    scene.talk.runUntil("following");
    scene.talk.forget();
    scene.talk.stop();
    assertThat(scene.sent()).containsExactly(RELEASE);
    assertThat(scene.talk.isReleased()).isFalse();
    scene.pump.hears(RELEASE);
    scene.talk.run(700);
    assertThat(scene.talk.isReleased()).isTrue();
    assertThat(scene.talk.losses()).containsExactly(LossReason.RELEASED);
    assertThat(scene.talk.outcomes()).as("answered before").isEmpty();
  }
}
