// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Garbled, foreign, echoed and random bytes: counted, and never taken for an answer. */
final class AlarisSessionNoiseTest {

  private final ScriptedScene scene = ScriptedScene.watching();

  @Test
  void aPumpThatOnlyGarblesIsLostAsGarbled() {
    scene.follow();
    scene.pump.sayRaw("INF", Bytes.of("!INF^8002-51740^-|0000\r", StandardCharsets.US_ASCII));
    scene.talk.run(3_500);
    assertThat(scene.talk.losses()).containsExactly(LossReason.GARBLED);
    assertThat(scene.talk.noise()).isEqualTo(4 * 23);
    assertThat(scene.talk.reports()).isEmpty();
  }

  /** Whose fault a loss is says what came since the last answer, not what came an hour ago. */
  @Test
  void oldNoiseDoesNotMakeASilenceGarbled() {
    scene.follow();
    scene.talk.inject(Bytes.fromHex("00ff00"));
    scene.talk.run(2_000);
    scene.pump.leave();
    scene.talk.run(4_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.SILENT);
  }

  @Test
  void halfFramesAreGarbledToo() {
    scene.follow();
    scene.pump.sayRaw("INF", Bytes.of("!INF^8002-51", StandardCharsets.US_ASCII));
    scene.talk.run(3_500);
    assertThat(scene.talk.losses()).containsExactly(LossReason.GARBLED);
  }

  /** A cable that loops back what we say: valid frames, no replies. */
  @Test
  void anEchoOfOurOwnRequestsIsNoPump() {
    Talk echo =
        new Talk(scene.driver.newSession(), (sent, now) -> List.of(new Talk.Arrival(sent, 1)));
    echo.open();
    echo.run(30_000);
    assertThat(echo.identified()).isEmpty();
    assertThat(echo.noise()).isPositive();
    scene.follow();
    scene.talk.farEnd = (sent, now) -> List.of(new Talk.Arrival(sent, 1));
    scene.talk.run(3_500);
    assertThat(scene.talk.losses()).containsExactly(LossReason.SILENT);
  }

  @Test
  void anEchoInFrontOfTheReplyDoesNoHarm() {
    Talk echo =
        new Talk(
            scene.driver.newSession(),
            (sent, now) ->
                List.of(
                    new Talk.Arrival(
                        AlarisVectors.joined(sent, scene.pump.onBytes(sent, now).get(0).bytes()),
                        5)));
    echo.open();
    echo.run(10_000);
    assertThat(echo.reports()).hasSizeGreaterThan(9);
    assertThat(echo.losses()).isEmpty();
  }

  @Test
  void noiseAndForeignFramesAreCountedAndMeanNothing() {
    scene.follow();
    for (String vector : AlarisVectors.ALL) {
      scene.talk.inject(AlarisVectors.wire(vector));
    }
    scene.talk.inject(Bytes.fromHex("00ff7f0a1b"));
    scene.talk.inject(Bytes.of("!INF^half", StandardCharsets.US_ASCII));
    int told = AlarisVectors.ALL.stream().mapToInt(vector -> vector.length() + 1).sum() + 5;
    assertThat(scene.talk.noise()).isEqualTo(told);
    assertThat(scene.sent()).isEmpty();
    scene.talk.run(5_000);
    assertThat(scene.talk.losses()).isEmpty();
    assertThat(scene.talk.reports().size()).isBetween(4, 5);
  }

  @Test
  void anAbortedReplyIsAskedForAgain() {
    scene.follow();
    scene.pump.sayRaw(
        "INF", AlarisVectors.joined(Bytes.of("!INF^80", StandardCharsets.US_ASCII), esc()));
    scene.talk.run(1_050);
    scene.pump.say("INF", AlarisVectors.RUNNING);
    scene.talk.run(600);
    assertThat(scene.talk.reports()).hasSize(1);
    assertThat(scene.talk.noise()).isEqualTo(8);
  }

  private static Bytes esc() {
    return Bytes.fromHex("1b");
  }

  @Test
  void halfAFrameFromBeforeTheUnpluggingIsForgotten() {
    scene.follow();
    scene.talk.inject(Bytes.of("!INST_SERIALNO^8002", StandardCharsets.US_ASCII));
    scene.talk.unplug();
    scene.talk.open();
    scene.talk.run(100);
    assertThat(scene.talk.noise()).isZero();
    assertThat(scene.talk.state()).isEqualTo("following");
  }

  /** Any bytes at any moment: nothing is thrown, only the four requests are sent. */
  @Test
  void randomBytesNeverBreakASessionNorMakeItSayAnythingElse() {
    long seed = System.nanoTime();
    System.getLogger("test").log(System.Logger.Level.INFO, "seed={0}", Long.toString(seed));
    Random random = new Random(seed);
    scene.talk.open();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      Bytes chunk = Bytes.of(bytes);
      if (random.nextInt(4) == 0) {
        String vector = AlarisVectors.ALL.get(random.nextInt(AlarisVectors.ALL.size()));
        chunk = AlarisVectors.joined(chunk, AlarisVectors.wire(vector));
      }
      scene.talk.inject(chunk);
      scene.talk.run(random.nextInt(50));
    }
    assertThat(scene.sent())
        .as("seed %d", seed)
        .isSubsetOf("INST_SERIALNO", "COMMS_PROTOCOL", "INF", "ALARM");
    scene.talk.run(20_000);
    assertThat(scene.talk.state()).as("seed %d", seed).isEqualTo("following");
  }
}
