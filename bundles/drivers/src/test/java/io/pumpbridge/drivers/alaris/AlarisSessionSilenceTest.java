// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisVectors.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that come late or never: asked again, lost, looked for with growing pauses. */
final class AlarisSessionSilenceTest {

  private final ScriptedScene scene = ScriptedScene.watching();

  @Test
  void aMissingReplyIsAskedForOnceMoreAfterHalfASecond() {
    scene.follow();
    scene.pump.ignore = 1;
    scene.talk.run(1_700);
    List<Long> times = scene.talk.timesSent(framed("INF"));
    assertThat(times.get(1) - times.get(0)).isBetween(500L, 600L);
    assertThat(scene.talk.reports()).hasSize(1);
    assertThat(scene.talk.losses()).isEmpty();
  }

  @Test
  void oneLostPollIsSurvivedTwoInARowAreALoss() {
    scene.follow();
    scene.pump.ignore = 2;
    scene.talk.run(5_000);
    assertThat(scene.talk.losses()).isEmpty();
    assertThat(scene.talk.state()).isEqualTo("following");

    scene.pump.ignore = 3;
    scene.talk.run(5_000);
    assertThat(scene.talk.losses()).as("the resend of the second poll is answered").isEmpty();

    scene.pump.ignore = 4;
    scene.talk.run(3_500);
    assertThat(scene.talk.losses()).containsExactly(LossReason.SILENT);
  }

  @Test
  void aSilentPumpIsToldOnceAndFoundAgainByItself() {
    scene.follow();
    scene.pump.leave();
    scene.talk.run(120_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(scene.talk.state()).isIn("lost", "identifying");
    scene.talk.forget();
    scene.pump.comeBack();
    scene.talk.run(Search.LONGEST_PAUSE_MS + 1_200);
    assertThat(scene.talk.state()).as("within one probe").isEqualTo("following");
    assertThat(scene.talk.identified()).hasSize(1);
    assertThat(scene.talk.reports()).isNotEmpty();
  }

  @Test
  void probesGrowRareButNeverRarerThanEveryFewSeconds() {
    scene.pump.leave();
    scene.talk.open();
    scene.talk.run(120_000);
    List<Long> times = scene.talk.timesSent(framed("INST_SERIALNO"));
    assertThat(scene.sent()).containsOnly("INST_SERIALNO");
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    assertThat(longest).isBetween(5_000L, 5_700L);
    assertThat(times.get(2) - times.get(1)).as("the first pause").isBetween(1_000L, 1_700L);
    assertThat(scene.talk.losses()).as("what was never there is not lost").isEmpty();
  }

  @Test
  void oneQuestionAndItsSilenceFitIntoTheTimeOfAProbe() {
    scene.talk.open();
    scene.talk.run(scene.driver.probeMs());
    assertThat(scene.talk.isAnswered()).isTrue();
    scene.talk.unplug();
    scene.pump.leave();
    scene.talk.forget();
    scene.talk.open();
    scene.talk.run(scene.driver.probeMs() - 100);
    assertThat(scene.sent()).containsExactly("INST_SERIALNO");
    assertThat(scene.talk.isAnswered()).isFalse();
  }

  @Test
  void aLateReplyIsTakenAndItsTwinIsNot() {
    scene.follow();
    scene.pump.delayMs = 700; // after the resend, before the poll is given up
    scene.talk.run(10_000);
    assertThat(scene.talk.losses()).isEmpty();
    assertThat(scene.talk.reports()).isNotEmpty();
    assertThat(scene.talk.state()).isEqualTo("following");
  }

  /** It says who it is but not what it does: lost, and looked for with growing pauses. */
  @Test
  void aPumpThatOnlySaysItsNameIsNotFollowed() {
    scene.pump.deafTo("INF");
    scene.talk.open();
    scene.talk.run(120_000);
    assertThat(scene.talk.reports()).isEmpty();
    assertThat(scene.talk.losses()).containsOnly(LossReason.SILENT).hasSizeBetween(10, 20);
  }
}
