// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Lost;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.simulators.bcc.BccRack;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
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

  private long simulatedMs() {
    return talk.nowMs() + ZERO_MS;
  }

  private Observation last(String place) {
    List<Report> reports =
        talk.effects(Report.class).stream().filter(one -> one.place().equals(place)).toList();
    return reports.get(reports.size() - 1).observation();
  }

  @Test
  void everyPumpOfTheRackIsFoundAtItsPlace() {
    talk.open();
    talk.run(5_000);
    assertThat(talk.effects(Identified.class))
        .extracting(one -> one.place() + " " + one.pump().serialNumber())
        .containsExactlyInAnyOrder("1/1 36248", "1/2 40864", "1/3 AB-1");
    assertThat(rack.pumps())
        .extracting(Bedside::place)
        .containsExactlyElementsOf(
            talk.effects(Identified.class).stream().map(Identified::place).sorted().toList());
    assertThat(talk.noise()).isZero();
  }

  @Test
  void whatIsTrueIsReported() {
    talk.open();
    talk.run(3_000);
    Bedside pump = rack.pumps().get(1);
    pump.rate("60", simulatedMs());
    pump.vtbi("1.5", simulatedMs());
    assertThat(pump.start(simulatedMs())).isTrue();
    talk.run(30_000);
    assertThat(last("1/2").status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(last("1/2").rate()).hasValue(Quantity.of("60.00", "mL/h"));
    assertThat(last("1/2").volumeInfused()).isPresent();
    assertThat(last("1/1").status()).isEqualTo(PumpStatus.STOPPED);
    talk.run(90_000);
    assertThat(last("1/2").status()).isEqualTo(PumpStatus.KVO);
    assertThat(last("1/2").alarms()).extracting(PumpAlarm::code).contains("INA7");
    assertThat(rack.pumps().get(1).truth(simulatedMs()).alarms()).contains("INA7");
  }

  @Test
  void anOcclusionIsAnAlarm() {
    talk.open();
    talk.run(3_000);
    Bedside pump = rack.pumps().get(0);
    pump.rate("60", simulatedMs());
    pump.start(simulatedMs());
    pump.occlude(simulatedMs());
    talk.run(60_000);
    assertThat(last("1/1").status()).isEqualTo(PumpStatus.ALARM);
    assertThat(last("1/1").alarms()).extracting(PumpAlarm::code).contains("INA3");
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
