// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Lost;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.bcc.BccRack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The driver against the simulator, which somebody else wrote from the same document. */
final class BccRackContractTest {

  /** Virtual time of {@link Talk} begins below zero, that of a simulator does not. */
  private static final long ZERO_MS = 10_000;

  private final BccRack rack = new BccRack(List.of("36248", "40864", "AB-1"));
  private final Talk talk = talkWith(rack);

  private static Talk talkWith(BccRack rack) {
    return new Talk(
        BccSession.closed(BccVectors.settings()),
        new Talk.FarEnd() {
          @Override
          public List<Arrival> onBytes(Bytes sent, long nowMs) {
            return arrivals(rack.receive(sent, nowMs + ZERO_MS));
          }

          @Override
          public List<Arrival> onTick(long nowMs) {
            return arrivals(rack.advance(nowMs + ZERO_MS));
          }

          private List<Arrival> arrivals(List<Bytes> said) {
            return said.stream().map(bytes -> new Arrival(bytes, 50)).toList();
          }
        });
  }

  @Test
  void takingOutAndPuttingInIsSeen() {
    talk.open();
    talk.run(5_000);
    talk.forget();
    rack.remove(2);
    talk.run(4_000);
    assertThat(talk.effects(Lost.class)).containsExactly(new Lost("1/2", LossReason.REMOVED));
    rack.insert(2, "777");
    talk.run(4_000);
    assertThat(talk.identified()).extracting(pump -> pump.serialNumber()).containsExactly("777");
    rack.remove(2);
    rack.insert(2, "778");
    talk.run(5_000);
    assertThat(talk.effects(Lost.class)).hasSize(2);
    assertThat(talk.identified()).hasSize(2);
  }

  @Test
  void anEmptyRackAndOneInCyclicModeAreFollowed() {
    Talk empty = talkWith(new BccRack(List.of()));
    empty.open();
    empty.run(10_000);
    assertThat(empty.isAnswered()).isTrue();
    assertThat(empty.identified()).isEmpty();
    Talk cyclic = talkWith(new BccRack(List.of("1", "2")).cyclic(5));
    cyclic.open();
    cyclic.run(60_000);
    assertThat(cyclic.identified()).hasSize(2);
    assertThat(cyclic.losses()).isEmpty();
  }
}
