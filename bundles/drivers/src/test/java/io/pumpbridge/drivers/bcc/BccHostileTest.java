// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.pump;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Echoes, floods and babble: bounded, and never a pump. */
final class BccHostileTest {

  private final RackScene scene = new RackScene();

  @Test
  void aStormOfBlocksIsBoundedAndTheNextCycleBegins() {
    scene.followThree();
    scene.rack.endless = true;
    scene.rack.delayMs = 1;
    scene.talk.run(60_000);
    List<String> heard = scene.rack.heard;
    int most = 0;
    int run = 0;
    for (String one : heard) {
      run = one.equals("ACK") ? run + 1 : 0;
      most = Math.max(most, run);
    }
    assertThat(most).isLessThanOrEqualTo(BccSettings.MAX_BLOCKS);
    assertThat(scene.rack.gets()).isGreaterThan(3);
    assertThat(scene.talk.losses()).isEmpty();
  }

  /** Without waiting for any ACK, as fast as the line goes. */
  @Test
  void aFloodOfSoundBlocksIsBounded() {
    scene.followThree();
    Bytes block = scene.rack.framed(BccVectors.records("50111", pump(1)), true);
    for (int i = 0; i < 1_000; i++) {
      scene.talk.inject(block);
    }
    assertThat(scene.talk.effects(Report.class)).hasSizeLessThanOrEqualTo(BccSettings.MAX_BLOCKS);
    assertThat(scene.talk.sent()).isEmpty();
    assertThat(scene.talk.noise()).isGreaterThan(900 * block.length());
    scene.talk.run(10_000);
    assertThat(scene.talk.losses()).isEmpty();
  }

  @Test
  void aRackThatTalksForEverSaysNothingAndIsLostAsGarbled() {
    scene.rack.put("50111", pump(1));
    boolean[] babbles = {false};
    byte[] babble = new byte[90];
    Arrays.fill(babble, (byte) 'x');
    Talk babbling =
        new Talk(
            BccSession.closed(BccVectors.settings()),
            new Talk.FarEnd() {
              @Override
              public List<Arrival> onBytes(Bytes sent, long nowMs) {
                return babbles[0] ? List.of() : scene.rack.onBytes(sent, nowMs);
              }

              @Override
              public List<Arrival> onTick(long nowMs) {
                return babbles[0] ? List.of(new Arrival(Bytes.of(babble), 0)) : List.of();
              }
            });
    babbling.open();
    babbling.run(4_000);
    babbles[0] = true;
    babbling.run(25_000);
    assertThat(babbling.losses()).containsExactly(LossReason.GARBLED);
    babbles[0] = false;
    babbling.run(10_000);
    assertThat(babbling.effects(Identified.class)).hasSize(2);
  }

  @Test
  void anEchoIsOnlyNoise() {
    scene.rack.put("50111", pump(1));
    Talk echoing =
        new Talk(
            BccSession.closed(BccVectors.settings()),
            (sent, nowMs) -> {
              List<Arrival> arrivals = new ArrayList<>(List.of(new Arrival(sent, 1)));
              arrivals.addAll(scene.rack.onBytes(sent, nowMs));
              return arrivals;
            });
    echoing.open();
    echoing.run(10_000);
    assertThat(echoing.effects(Identified.class)).hasSize(1);
    assertThat(echoing.losses()).isEmpty();
    assertThat(echoing.noise()).isPositive();
    assertThat(scene.rack.count("NAK")).isZero();
  }

  @Test
  void anEchoAloneIsNoRack() {
    Talk echoing =
        new Talk(
            BccSession.closed(BccVectors.settings()),
            (sent, nowMs) -> List.of(new Arrival(sent, 1)));
    echoing.open();
    echoing.run(60_000);
    assertThat(echoing.isAnswered()).isFalse();
    assertThat(echoing.identified()).isEmpty();
  }
}
