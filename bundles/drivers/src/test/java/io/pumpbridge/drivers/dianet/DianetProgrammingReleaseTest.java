// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static io.pumpbridge.drivers.dianet.DianetScene.ALL_WELL;
import static io.pumpbridge.drivers.dianet.DianetScene.FIRST_CONTROL;
import static io.pumpbridge.drivers.dianet.DianetScene.FIRST_WRITE;
import static io.pumpbridge.drivers.dianet.DianetScene.LAST_RELEASE;
import static io.pumpbridge.drivers.dianet.DianetScene.assertFailed;
import static io.pumpbridge.drivers.dianet.DianetScene.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pump that is held is given back, whatever ends the programme. */
final class DianetProgrammingReleaseTest {

  private final DianetScene scene = DianetScene.programming();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  /** The pump goes deaf after so many requests of the programme. */
  @ParameterizedTest
  @MethodSource("requests")
  void aPumpThatFallsSilentIsGivenBackWhereverItHappens(int after) {
    scene.follow();
    pump.before.put(
        Integer.parseInt(ALL_WELL.get(after).substring(0, 2), 16),
        () -> pump.ignore = pump.heard.size() > after ? 100 : 0);
    talk.program(rate("5"));
    talk.run(10_000);
    scene.assertEnded(after, Reason.NO_ANSWER);
    assertThat(pump.heard.stream().filter("10:00"::equals).count())
        .isEqualTo(after < FIRST_CONTROL ? 0 : DianetSettings.RELEASE_SENDS);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(talk.isReleased()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void stoppingUnderWayGivesBackInOrderAndThenCloses(int after) {
    scene.follow();
    talk.program(rate("5"));
    scene.runUntilHeard(after);
    talk.stop();
    assertThat(talk.isReleased()).isEqualTo(after < FIRST_CONTROL);
    talk.run(2_000);
    assertClosedInOrder();
    if (after >= FIRST_CONTROL) {
      assertThat(pump.heard).endsWith("10:00");
    }
    if (after < LAST_RELEASE) {
      scene.assertEnded(after, Reason.LOST);
    } else {
      assertThat(talk.outcome()).isEqualTo(new Programmed());
    }
  }

  private void assertClosedInOrder() {
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.state()).isEqualTo("closed");
    assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
    assertThat(
            talk.entries().stream()
                .map(Talk.Entry::effect)
                .filter(e -> !(e instanceof Effect.Noise)))
        .last()
        .isEqualTo(new Effect.Lost(LossReason.RELEASED));
    assertThat(pump.mode).isZero();
    assertThat(pump.timeouts).isZero();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void thePortThatGoesUnderWayTakesTheProgrammeWithIt(int after) {
    scene.follow();
    talk.program(rate("5"));
    scene.runUntilHeard(after);
    talk.unplug();
    assertThat(talk.outcome() instanceof Refused).isEqualTo(after < FIRST_WRITE);
    assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(talk.state()).isEqualTo("closed");
    assertThat(talk.isReleased()).isTrue();
  }

  /** Each place in a programme that goes well. */
  static IntStream requests() {
    return IntStream.range(0, ALL_WELL.size());
  }

  @Test
  void stoppingAPumpThatDoesNotAnswerEndsToo() {
    scene.follow();
    talk.program(rate("5"));
    while (!pump.heard.contains("12")) {
      talk.run(5);
    }
    pump.present = false;
    talk.stop();
    talk.stop();
    talk.run(5_000);
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.state()).isEqualTo("closed");
    assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
    assertFailed(talk.outcomes().get(0), Reason.LOST);
  }

  @Test
  void aReleaseWithoutAnAnswerIsSaidAgain() {
    scene.follow();
    int[] unheard = {0};
    pump.before.put(0x10, () -> pump.ignore = last().equals("10:00") && unheard[0]++ < 2 ? 1 : 0);
    talk.program(rate("5"));
    talk.run(3_000);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
    assertThat(pump.heard).containsSubsequence("04", "10:00", "10:00", "10:00");
    assertThat(pump.mode).isZero();
    assertThat(pump.timeouts).isZero();
    assertThat(talk.losses()).isEmpty();
  }

  private String last() {
    return pump.heard.get(pump.heard.size() - 1);
  }

  @Test
  void aRefusedReleaseIsSaidAgainToo() {
    scene.follow();
    pump.afterwards.put(0x12, () -> pump.refuses.put(0x10, 0x01));
    int[] refused = {0};
    pump.before.put(
        0x10,
        () -> {
          if (refused[0]++ > 1) {
            pump.refuses.clear();
          }
        });
    talk.program(rate("5"));
    talk.run(3_000);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
    assertThat(pump.mode).isZero();
  }

  /**
   * A poll would keep the control alive for ever; so nothing is said until the pump has ended it.
   */
  @Test
  void aReleaseInVainIsFollowedBySilenceLongerThanThePumpsOwnTimeout() {
    scene.follow();
    pump.afterwards.put(0x12, () -> pump.deaf.add(0x10));
    talk.program(rate("5"));
    talk.run(10_000);
    assertFailed(talk.outcomes().get(0), Reason.NO_ANSWER);
    List<Long> times =
        talk.entries().stream()
            .filter(entry -> entry.effect() instanceof Effect.Send)
            .map(Talk.Entry::atMs)
            .toList();
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    assertThat(longest).isGreaterThan(1_200);
    assertThat(pump.heard.stream().filter("10:00"::equals).count())
        .isEqualTo(DianetSettings.RELEASE_SENDS);
    assertThat(pump.timeouts).as("what the pump does then is its own").isEqualTo(1);
    assertThat(pump.mode).isZero();
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(talk.state()).isEqualTo("following");
  }

  /** A bridge that broke off while it held the pump, and one that comes at once after it. */
  @Test
  void aControlThatWasLeftBehindIsGivenBackOnce() {
    pump.mode = 1;
    pump.address = 'A';
    scene.follow();
    assertThat(pump.mode).as("given back before the first report").isZero();
    assertThat(pump.timeouts).isZero();
    talk.run(5_000);
    assertThat(talk.reports()).hasSizeGreaterThan(3);
    assertThat(pump.heard).doesNotContain("10:00", "10:01");
  }

  /** Somebody else controls it and keeps it: what it does is told all the same. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPumpThatKeepsToAnotherControllerIsFollowedAllTheSame(boolean answers) {
    pump.state |= ScriptedDianetPump.REMOTE;
    if (answers) {
      pump.refuses.put(0x10, 0x05);
    } else {
      pump.deaf.add(0x10);
    }
    talk.open();
    talk.run(20_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports()).hasSizeGreaterThan(10);
    assertThat(pump.heard.stream().filter("10:00"::equals).count())
        .isEqualTo(DianetSettings.RELEASE_SENDS);
    pump.present = false;
    talk.run(10_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }
}
