// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The session against the simulated base, which was written from the documents by itself. */
final class FreseniusBaseContractTest {
  private final PumpSimulator base = Simulators.create("fresenius", Optional.empty(), 3);

  private static long baseTime(long nowMs) {
    return nowMs + 10_000;
  }

  private Talk talk() throws Exception {
    return new Talk(
        new FreseniusDriver(DeviceProfileReader.readShipped(FreseniusDriver.PROFILE), 1_000)
            .newSession(),
        new Talk.FarEnd() {
          @Override
          public List<Talk.Arrival> onBytes(Bytes sent, long nowMs) {
            return later(base.receive(sent, baseTime(nowMs)));
          }

          @Override
          public List<Talk.Arrival> onTick(long nowMs) {
            return later(base.advance(baseTime(nowMs)));
          }
        });
  }

  private static List<Talk.Arrival> later(List<Bytes> frames) {
    return frames.stream().map(frame -> new Talk.Arrival(frame, 10)).toList();
  }

  @Test
  void everyModuleIsFoundAtItsPlaceAndItsRateFollowed() throws Exception {
    Talk talk = talk();
    talk.open();
    talk.run(15_000);
    assertThat(talk.effects(Effect.Identified.class))
        .extracting(Effect.Identified::place)
        .containsExactlyInAnyOrderElementsOf(base.pumps().stream().map(Bedside::place).toList());
    Bedside second = base.pumps().get(1);
    second.rate("12.5", baseTime(talk.nowMs()));
    assertThat(second.start(baseTime(talk.nowMs()))).isTrue();
    talk.run(10_000);
    List<Effect.Report> reports =
        talk.effects(Effect.Report.class).stream()
            .filter(report -> report.place().equals(second.place()))
            .toList();
    assertThat(reports).isNotEmpty();
    assertThat(reports.get(reports.size() - 1).observation().rate().map(Quantity::inBaseUnits))
        .contains(Quantity.of("12.5", "mL/h").inBaseUnits());
    assertThat(reports)
        .as("modes are not published")
        .allSatisfy(
            report -> assertThat(report.observation().status()).isEqualTo(PumpStatus.UNKNOWN));
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void listeningLeavesEveryPumpAsItWas() throws Exception {
    Bedside first = base.pumps().get(0);
    first.rate("5", 0);
    first.start(0);
    Talk talk = talk();
    talk.open();
    talk.run(30_000);
    talk.stop();
    talk.run(5_000);
    assertThat(talk.isReleased()).isTrue();
    assertThat(first.truth(baseTime(talk.nowMs())).running()).isTrue();
    assertThat(first.truth(baseTime(talk.nowMs())).controlled()).isFalse();
  }
}
