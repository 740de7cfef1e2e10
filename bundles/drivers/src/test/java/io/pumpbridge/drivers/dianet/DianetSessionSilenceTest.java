// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pump that does not answer, or not in time, means, and how it is found again. */
final class DianetSessionSilenceTest {

  private final DianetScene scene = DianetScene.watching();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  @Test
  void aMissingReplyIsAskedForOnceMoreAfterHalfASecond() {
    scene.follow();
    pump.ignore = 1;
    talk.run(1_700);
    List<Long> times = talk.timesSent(DianetVectors.IDENT);
    assertThat(times.get(1) - times.get(0)).isBetween(500L, 600L);
    assertThat(talk.reports()).hasSize(1);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void oneLostPollIsSurvivedTwoInARowAreALoss() {
    scene.follow();
    pump.ignore = 2;
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
    pump.ignore = 3;
    talk.run(5_000);
    assertThat(talk.losses()).as("the resend of the second poll is answered").isEmpty();
    pump.ignore = 4;
    talk.run(3_500);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }

  @Test
  void neverMoreThanOneRequestIsUnderWay() {
    pump.delayMs = 450;
    long[] last = {Long.MIN_VALUE / 2};
    Talk slow =
        new Talk(
            scene.driver.newSession(),
            (sent, now) -> {
              assertThat(now - last[0]).isGreaterThanOrEqualTo(450);
              last[0] = now;
              return pump.onBytes(sent, now);
            });
    slow.open();
    slow.run(30_000);
    assertThat(slow.losses()).isEmpty();
    assertThat(slow.reports()).hasSizeGreaterThan(12);
  }

  @Test
  void aLateReplyIsTakenAndItsTwinIsNot() {
    scene.follow();
    pump.delayMs = 700; // after the resend, before the poll is given up
    talk.run(20_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports()).isNotEmpty();
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void aSilentPumpIsToldOnceAndFoundAgainByItself() {
    scene.follow();
    pump.present = false;
    talk.run(120_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    talk.forget();
    pump.present = true;
    talk.run(Search.LONGEST_PAUSE_MS + 1_000);
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.identified()).hasSize(1);
    assertThat(talk.reports()).isNotEmpty();
  }

  @Test
  void probesGrowRareButNeverRarerThanEveryFewSeconds() {
    pump.present = false;
    talk.open();
    talk.run(120_000);
    List<Long> times = talk.timesSent(DianetVectors.IDENT);
    assertThat(talk.sent()).containsOnly(DianetVectors.IDENT);
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    assertThat(longest).isBetween(5_500L, 5_800L);
    assertThat(times.get(1) - times.get(0)).as("the first pause").isBetween(1_500L, 1_800L);
    assertThat(talk.losses()).as("what was never there is not lost").isEmpty();
  }

  /** One question, and the rest of the probe is silence for who asks next. */
  @Test
  void aProbeIsOneQuestionAndSilence() {
    talk.open();
    talk.run(scene.driver.probeMs());
    assertThat(talk.isAnswered()).isTrue();
    talk.unplug();
    pump.present = false;
    talk.forget();
    talk.open();
    talk.run(scene.driver.probeMs());
    assertThat(talk.sent()).containsExactly(DianetVectors.IDENT);
    assertThat(talk.isAnswered()).isFalse();
    assertThat(scene.driver.probeMs()).isEqualTo(600);
    assertThat(scene.driver.probeOrder()).isEqualTo(20);
    assertThat(scene.driver.lineSettings().baud()).isEqualTo(9_600);
  }
}
