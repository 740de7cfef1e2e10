// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static io.pumpbridge.drivers.dianet.DianetScene.rate;
import static io.pumpbridge.drivers.dianet.DianetScene.rateAndVolume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said to set a pump, in which order, and how often. */
final class DianetProgrammingTest {

  private final DianetScene scene = DianetScene.programming();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  @Test
  void aStoppedPumpIsSetReadBackAndGivenBackInThisOrder() {
    assertThat(scene.outcome(rateAndVolume("7.25", "120.5"))).isEqualTo(new Programmed());
    scene.assertHeardAllInOrder();
    assertThat(pump.targets)
        .isEqualTo("000002d5" + "000004b5" + DianetVectors.TARGETS_DATA.substring(16));
    assertThat(pump.mode).isZero();
    assertThat(pump.timeouts).isZero();
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.isReleased()).isTrue();
    talk.forget();
    talk.run(3_000);
    assertThat(talk.reports()).as("and followed as before").isNotEmpty();
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void theFramesAreTheseByteForByte() {
    assertThat(scene.outcome(rate("12.50"))).isEqualTo(new Programmed());
    assertThat(talk.sent())
        .endsWith(
            DianetVectors.framed("0010" + "ed3fcfc6" + "01" + "41" + "ffffffff"), // take, as A
            DianetVectors.IDENT,
            DianetVectors.framed("4102"),
            DianetVectors.RATE_12_50,
            DianetVectors.framed("4104"),
            DianetVectors.framed("0010" + "ed3fcfc6" + "00" + "41" + "ffffffff")); // give back
  }

  @Test
  void withoutAVolumeThePumpsOwnStays() {
    assertThat(scene.outcome(rate("3"))).isEqualTo(new Programmed());
    assertThat(pump.targets).isEqualTo("0000012c" + DianetVectors.TARGETS_DATA.substring(8));
  }

  @Test
  void whatIsOnlyWrittenLongerIsSet() {
    assertThat(scene.outcome(rateAndVolume("1.2500", "10.00"))).isEqualTo(new Programmed());
  }

  /** A late reply to the last programme's requests bears the last programme's address. */
  @Test
  void eachProgrammeHasItsOwnAddress() {
    assertThat(scene.outcome(rate("3"))).isEqualTo(new Programmed());
    assertThat(pump.address).isEqualTo('A');
    talk.run(2_000);
    for (char address = 'B'; address <= 'Z'; address++) {
      talk.program(rate("4"));
      talk.run(1_500);
      assertThat(pump.address).isEqualTo(address);
    }
    talk.program(rate("4"));
    talk.run(1_500);
    assertThat(pump.address).isEqualTo('A');
    assertThat(talk.outcomes()).hasSize(27).containsOnly(new Programmed());
  }

  /** Whether a pump still listens to no address after it had one is not published. */
  @Test
  void aPumpThatKeepsItsAddressIsFollowedByIt() {
    pump.afterwards.put(0x10, () -> pump.wantsItsAddress = true);
    assertThat(scene.outcome(rate("5"))).isEqualTo(new Programmed());
    talk.forget();
    talk.run(10_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports())
        .hasSizeGreaterThan(8)
        .allSatisfy(report -> assertThat(report.status()).isEqualTo(PumpStatus.STOPPED));
    talk.program(rate("6"));
    talk.run(2_000);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
  }

  @ParameterizedTest(name = "request {0} answered after {1} ms")
  @MethodSource("slowAnswers")
  void whileThePumpIsHeldItHearsFromUsAtLeastEveryHalfSecond(int slow, long delayMs) {
    long[] heardAt = {0};
    int[] releases = {0};
    boolean[] held = {false};
    talk.farEnd =
        (sent, now) -> {
          if (held[0] && releases[0] < DianetSettings.RELEASE_SENDS) {
            assertThat(now - heardAt[0]).isLessThanOrEqualTo(500);
          }
          heardAt[0] = now;
          Bytes request = DianetVectors.content(sent);
          if (request.at(1) == 0x10) {
            held[0] = true;
            releases[0] += request.at(6) == 0 ? 1 : 0;
          }
          pump.delayMs = held[0] && request.at(1) == slow ? delayMs : 30;
          List<Arrival> arrivals = pump.onBytes(sent, now);
          held[0] = pump.mode != 0;
          return arrivals;
        };
    scene.follow();
    talk.program(rate("5"));
    talk.run(20_000);
    assertThat(talk.outcomes()).hasSize(1);
    assertThat(pump.mode).isZero();
    assertThat(pump.timeouts).isZero();
  }

  static Stream<Arguments> slowAnswers() {
    return Stream.of(0x10, 0x01, 0x02, 0x12, 0x04)
        .flatMap(
            slow -> Stream.of(30L, 390L, 450L, 5_000L).map(delayMs -> arguments(slow, delayMs)));
  }

  @Test
  void aNoisyLineEndsInOrderToo() {
    scene.follow();
    talk.farEnd =
        (sent, now) -> {
          List<Arrival> arrivals = pump.onBytes(sent, now);
          return List.of(new Arrival(Bytes.fromHex("00ff7e417e"), 1), arrivals.get(0));
        };
    talk.program(rate("5"));
    talk.run(3_000);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
    assertThat(talk.noise()).isPositive();
  }

  @Test
  void everyEdgeOfThePictureIsWalked() {
    scene.follow();
    talk.program(rate("5")); // following -> programming -> releasing -> following
    talk.run(1_500);
    pump.state |= ScriptedDianetPump.RUNNING;
    talk.program(rate("5")); // following -> programming -> following: refused
    talk.run(1_500);
    pump.state &= ~ScriptedDianetPump.RUNNING;
    pump.afterwards.put(0x12, () -> pump.deaf.add(0x10));
    talk.program(rate("5")); // programming -> releasing -> lost: release in vain
    talk.runUntil("lost");
    pump.deaf.clear();
    pump.afterwards.clear();
    talk.runUntil("following"); // lost -> identifying -> following
    talk.run(200);
    pump.mode = 1;
    talk.runUntil("releasing"); // following -> releasing: found held
    talk.runUntil("following");
    talk.run(300);
    pump.afterwards.put(0x10, () -> pump.become("12c0303a"));
    talk.program(rate("5")); // programming -> identifying: a different pump
    talk.run(1_500);
    pump.afterwards.clear();
    talk.program(rate("5"));
    talk.unplug(); // programming -> closed
    talk.open();
    talk.run(300);
    talk.program(rate("5"));
    talk.runUntil("releasing");
    talk.stop(); // releasing -> closed
    talk.run(500);
    assertThat(talk.states())
        .containsExactly(
            "closed",
            "identifying",
            "following",
            "programming",
            "releasing",
            "following",
            "programming",
            "following",
            "programming",
            "releasing",
            "lost",
            "identifying",
            "following",
            "releasing",
            "following",
            "programming",
            "identifying",
            "following",
            "programming",
            "closed",
            "identifying",
            "following",
            "programming",
            "releasing",
            "closed");
  }
}
