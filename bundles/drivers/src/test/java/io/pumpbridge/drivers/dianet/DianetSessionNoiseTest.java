// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpStatus;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Echoes, damage and any bytes at all: never a pump, never a value. */
final class DianetSessionNoiseTest {

  private final DianetScene scene = DianetScene.watching();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  @Test
  void aReplyToSomethingElseIsNoIdentity() {
    talk.farEnd =
        (sent, now) -> List.of(new Arrival(DianetVectors.ack(0, 2, DianetVectors.STATUS_DATA), 10));
    talk.open();
    talk.run(30_000);
    assertThat(talk.identified()).isEmpty();
    assertThat(talk.isAnswered()).isFalse();
    assertThat(talk.noise()).isPositive();
  }

  @Test
  void aPumpThatOnlyGarblesIsLostAsGarbled() {
    scene.follow();
    talk.farEnd = (sent, now) -> List.of(new Arrival(Bytes.fromHex("7e00010612c0307e"), 10));
    talk.run(3_500);
    assertThat(talk.losses()).containsExactly(LossReason.GARBLED);
    assertThat(talk.reports()).isEmpty();
  }

  @Test
  void oldNoiseDoesNotMakeASilenceGarbled() {
    scene.follow();
    talk.inject(Bytes.fromHex("00ff00"));
    talk.run(2_000);
    pump.present = false;
    talk.run(4_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }

  /** A cable that loops back what we say: valid frames, no replies. */
  @Test
  void anEchoOfOurOwnRequestsIsNoPump() {
    Talk echo = new Talk(scene.driver.newSession(), (sent, now) -> List.of(new Arrival(sent, 1)));
    echo.open();
    echo.run(30_000);
    assertThat(echo.identified()).isEmpty();
    assertThat(echo.noise()).isPositive();
  }

  @Test
  void anEchoInFrontOfTheReplyDoesNoHarm() {
    Talk echo =
        new Talk(
            scene.driver.newSession(),
            (sent, now) -> {
              List<Arrival> arrivals = new ArrayList<>(List.of(new Arrival(sent, 1)));
              arrivals.addAll(pump.onBytes(sent, now));
              return arrivals;
            });
    echo.open();
    echo.run(10_000);
    assertThat(echo.reports()).hasSizeGreaterThan(9);
    assertThat(echo.losses()).isEmpty();
  }

  @Test
  void noiseAndForeignFramesAreCountedAndMeanNothing() {
    scene.follow();
    int told = 0;
    for (Bytes vector : DianetVectors.PUBLISHED) {
      talk.inject(vector);
      told += vector.length();
    }
    talk.inject(Bytes.fromHex("00ff80"));
    talk.inject(Bytes.fromHex("7e"));
    assertThat(talk.noise()).isEqualTo(told + 3);
    assertThat(talk.sent()).isEmpty();
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports().size()).isBetween(4, 5);
  }

  @Test
  void aRequestThatDidNotArriveWholeIsSentOnceMore() {
    scene.follow();
    int[] damaged = {0};
    talk.farEnd =
        (sent, now) ->
            sent.toHex().startsWith("7e0002") && damaged[0]++ == 0
                ? List.of(new Arrival(DianetVectors.nak(0, 0, 0x01), 10))
                : pump.onBytes(sent, now);
    talk.run(1_200);
    assertThat(damaged[0]).isEqualTo(2);
    assertThat(talk.reports()).hasSize(1);
    assertThat(talk.reports().get(0).status()).isEqualTo(PumpStatus.INFUSING);
  }

  @Test
  void halfAFrameFromBeforeTheUnpluggingIsForgotten() {
    scene.follow();
    talk.inject(Bytes.fromHex("7e000106"));
    talk.unplug();
    talk.open();
    talk.run(200);
    assertThat(talk.noise()).isZero();
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void repliesMayComeByteByByte() {
    talk.farEnd =
        (sent, now) -> {
          List<Arrival> bytes = new ArrayList<>();
          for (Arrival whole : pump.onBytes(sent, now)) {
            for (int i = 0; i < whole.bytes().length(); i++) {
              bytes.add(new Arrival(Bytes.of(whole.bytes().toArray(), i, 1), whole.afterMs() + i));
            }
          }
          return bytes;
        };
    talk.open();
    talk.run(10_000);
    assertThat(talk.reports()).hasSizeGreaterThan(8);
    assertThat(talk.noise()).isZero();
  }

  /** Any bytes at any moment: nothing is thrown, only reading is sent. */
  @Test
  void randomBytesNeverBreakASessionNorMakeItSayAnythingElse() {
    long seed = System.nanoTime();
    System.getLogger("test").log(System.Logger.Level.INFO, "seed={0}", Long.toString(seed));
    Random random = new Random(seed);
    talk.open();
    for (int i = 0; i < 20_000; i++) {
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      chunk.writeBytes(bytes);
      if (random.nextInt(4) == 0) {
        chunk.writeBytes(DianetVectors.PUBLISHED.get(random.nextInt(4)).toArray());
      }
      talk.inject(Bytes.of(chunk.toByteArray()));
      talk.run(random.nextInt(50));
    }
    assertThat(pump.heard).as("seed %d", seed).containsOnly("01", "02", "03", "04");
    talk.run(20_000);
    assertThat(talk.state()).as("seed %d", seed).isEqualTo("following");
  }
}
