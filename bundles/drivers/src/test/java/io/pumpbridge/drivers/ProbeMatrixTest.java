// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import io.pumpbridge.simulators.pump.PumpSimulator.Truth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What each family's search does to each pump, its own and the others': an infusion that runs goes
 * on as it was. The simulators know what is published of their pumps and no more; all lines are as
 * if set alike, which is worse than what happens.
 */
final class ProbeMatrixTest {
  private static final long SEARCH_MS = 60_000;

  /** In safe mode it stops when its host falls silent: why it is for the bench only. */
  private static final String KEPT_ALIVE = "ne1000 asks ne1000";

  private static long pumpTime(long nowMs) {
    return nowMs + 10_000;
  }

  private static Talk search(PumpDriver driver, PumpSimulator pump) {
    return new Talk(
        driver.newSession(),
        new Talk.FarEnd() {
          @Override
          public List<Talk.Arrival> onBytes(Bytes sent, long nowMs) {
            return later(pump.receive(sent, pumpTime(nowMs)));
          }

          @Override
          public List<Talk.Arrival> onTick(long nowMs) {
            return later(pump.advance(pumpTime(nowMs)));
          }
        });
  }

  private static List<Talk.Arrival> later(List<Bytes> frames) {
    return frames.stream().map(frame -> new Talk.Arrival(frame, 20)).toList();
  }

  @Test
  void aMinuteOfSearchingLeavesEveryInfusionAsItWasAndMistakesNobody() {
    for (PumpDriver driver : EveryDriver.made()) {
      for (String protocol : Simulators.protocols()) {
        PumpSimulator pump = Simulators.create(protocol, Optional.empty(), 1);
        Bedside bedside = pump.pumps().get(0);
        bedside.rate("5", 0);
        if (!bedside.start(0)) {
          bedside.clear(0); // an NE-1000 alarms at every power-on
          assertThat(bedside.start(0)).as(protocol).isTrue();
        }
        Truth before = bedside.truth(0);

        Talk talk = search(driver, pump);
        talk.open();
        talk.run(SEARCH_MS);

        String cell = driver.protocol() + " asks " + protocol;
        Truth after = bedside.truth(pumpTime(talk.nowMs()));
        assertThat(after.running()).as(cell).isTrue();
        assertThat(after.rate()).as(cell).isEqualTo(before.rate());
        assertThat(after.controlled())
            .as(cell)
            .isEqualTo(before.controlled() || cell.equals(KEPT_ALIVE));
        assertThat(after.alarms()).as(cell).isEqualTo(before.alarms());
        assertThat(talk.identified().isEmpty())
            .as("%s: only its own pump is known", cell)
            .isEqualTo(!driver.protocol().equals(protocol));
      }
    }
  }
}
