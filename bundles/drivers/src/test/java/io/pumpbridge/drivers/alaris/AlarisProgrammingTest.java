// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisProgrammes.ALL;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.BOTH;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.RELEASE;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.programme;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Setting a pump that answers as it should, however slowly, and one order at a time. */
final class AlarisProgrammingTest {

  private final ScriptedScene scene = ScriptedScene.programming();

  @Test
  void aPumpThatStandsStillIsSetReadBackAndGivenBack() {
    scene.follow();
    scene.talk.program(BOTH);
    scene.talk.run(300);
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
    assertThat(scene.sent()).isEqualTo(ALL);
    assertThat(scene.talk.state()).isEqualTo("following");
    assertThat(scene.talk.isReleased()).isTrue();
    assertThat(scene.talk.losses()).isEmpty();
    assertThat(scene.talk.reports())
        .as("what is heard under way is told")
        .hasSize(5)
        .allSatisfy(report -> assertThat(report.status()).isEqualTo(PumpStatus.STOPPED));
    Effect last = scene.talk.entries().get(scene.talk.entries().size() - 1).effect();
    assertThat(last).as("told after the release").isInstanceOf(Effect.Programmed.class);
    assertThat(scene.talk.states())
        .containsExactly(
            "closed", "identifying", "following", "programming", "releasing", "following");
  }

  @Test
  void withoutAVolumeThePumpsOwnStays() {
    scene.follow();
    scene.talk.program(programme("3.50", ""));
    scene.talk.run(300);
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
    assertThat(scene.sent()).containsExactlyElementsOf(withRelease(ALL.subList(0, 7)));
  }

  private static List<String> withRelease(List<String> steps) {
    List<String> all = new ArrayList<>(steps);
    all.add(RELEASE);
    return all;
  }

  @Test
  void pollingGoesOnAfterwards() {
    scene.follow();
    scene.talk.program(BOTH);
    scene.talk.run(10_000);
    assertThat(scene.talk.losses()).isEmpty();
    assertThat(scene.talk.reports().size()).isBetween(13, 16);
  }

  @Test
  void oneProgrammeAtATime() {
    for (int step = 1; step <= ALL.size(); step++) {
      scene.follow();
      Programme second = programme("7.00", "");
      scene.talk.program(BOTH);
      scene.talk.runUntilSent(step);
      scene.talk.program(second);
      scene.assertRefused(Reason.BUSY);
      scene.talk.run(500);
      assertThat(scene.talk.outcomes()).as("step %d", step).hasSize(2).contains(new Programmed());
      assertThat(scene.sent()).isEqualTo(ALL);
    }
  }

  /** As long as the bridge is awake, each step within its wait: the sum of all is the limit. */
  @Test
  void theSlowestPumpThatAnswersInTimeIsStillSetInTime() {
    scene.follow();
    scene.pump.delayMs = 450;
    long began = scene.talk.nowMs();
    scene.talk.program(BOTH);
    while (scene.talk.outcomes().isEmpty()) {
      scene.talk.run(10);
    }
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
    assertThat(scene.talk.nowMs() - began).isLessThan(AlarisSettings.LONGEST_PROGRAMME_MS);
    assertThat(AlarisSettings.LONGEST_PROGRAMME_MS).isLessThan(10_000);
  }

  @Test
  void aProgrammeWaitsForThePollUnderWay() {
    scene.follow();
    scene.pump.delayMs = 300;
    scene.talk.runUntilSent(1);
    scene.talk.program(BOTH);
    assertThat(scene.talk.state()).isEqualTo("awaiting");
    assertThat(scene.sent()).containsExactly("INF");
    scene.pump.delayMs = 5;
    scene.talk.run(700);
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
    assertThat(scene.sent().subList(1, 13)).isEqualTo(ALL);
    assertThat(scene.talk.reports()).as("the poll is told too").hasSize(6);
  }

  @Test
  void whileItWaitsNothingIsHeldAndEverythingIsAnswered() {
    scene.follow();
    scene.pump.deafTo("INF");
    scene.talk.runUntilSent(1);
    scene.talk.program(BOTH);
    scene.talk.program(programme("7.00", ""));
    scene.assertRefused(Reason.BUSY);
    assertThat(scene.talk.isReleased()).isTrue();
    scene.talk.forget();
    scene.talk.run(700);
    scene.assertRefused(Reason.NO_ANSWER);

    for (boolean stop : new boolean[] {true, false}) {
      scene.follow();
      scene.pump.deafTo("INF");
      scene.talk.runUntilSent(1);
      scene.talk.program(BOTH);
      if (stop) {
        scene.talk.stop();
      } else {
        scene.talk.unplug();
      }
      scene.assertRefused(Reason.LOST);
      assertThat(scene.talk.losses())
          .containsExactly(stop ? LossReason.RELEASED : LossReason.UNPLUGGED);
      assertThat(scene.sent()).containsExactly("INF");
    }

    scene.follow();
    scene.pump.become("8002-51733");
    scene.pump.delayMs = 300;
    scene.talk.runUntilSent(1);
    scene.talk.program(BOTH);
    scene.talk.run(350);
    scene.assertRefused(Reason.NOT_FOLLOWED);
    assertThat(scene.talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
  }

  @Test
  void noiseUnderWayIsCountedAndMeansNothing() {
    scene.follow();
    scene.talk.program(BOTH);
    for (int step = 1; step <= ALL.size(); step++) {
      scene.talk.runUntilSent(step);
      scene.talk.inject(Bytes.fromHex("00ff1b0d21"));
    }
    scene.talk.run(500);
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
    assertThat(scene.talk.noise()).isPositive();
  }
}
