// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Setting the simulated pump, which was written from the documents by itself. */
final class DianetPumpContractTest {
  private static final Quantity RATE = Quantity.of("12.50", "mL/h");

  private final PumpSimulator pump = Simulators.create("dianet", Optional.empty(), 1);
  private final Bedside panel = pump.pumps().get(0);

  private Talk talk(boolean programming) {
    return new Talk(
        new DianetDriver(DianetProfiles.shipped(), 1_000, programming).newSession(),
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
    return frames.stream().map(frame -> new Talk.Arrival(frame, 10)).toList();
  }

  /** The pump's own time begins at zero. */
  private static long pumpTime(long nowMs) {
    return nowMs + 10_000;
  }

  private static Observation latest(Talk talk) {
    List<Observation> reports = talk.reports();
    assertThat(reports).isNotEmpty();
    return reports.get(reports.size() - 1);
  }

  private PumpSimulator.Truth truth(Talk talk) {
    return panel.truth(pumpTime(talk.nowMs()));
  }

  @Test
  void aStoppedPumpIsSetAndNeverStarted() {
    Talk talk = talk(true);
    talk.open();
    talk.run(3_000);
    talk.program(new Programme("order-1", Effect.ONLY, RATE, Optional.empty()));
    talk.run(10_000);
    assertThat(talk.outcomes()).containsExactly(new ProgrammeOutcome.Programmed());
    assertThat(truth(talk).running()).isFalse();
    assertThat(truth(talk).controlled()).isFalse();
    // The vendor's own client sets a rate of 0 before it gives the control back, to keep this alarm
    // away; we never do. A clinician acknowledges it and starts what was set.
    assertThat(truth(talk).alarms()).containsExactly("9");
    panel.clear(pumpTime(talk.nowMs()));
    assertThat(panel.start(pumpTime(talk.nowMs()))).as("a clinician can start it").isTrue();
    talk.run(3_000);
    assertThat(latest(talk).rate().map(Quantity::inBaseUnits)).contains(RATE.inBaseUnits());
  }

  @Test
  void aRunningPumpIsLeftAlone() {
    Talk talk = talk(true);
    talk.open();
    talk.run(3_000);
    panel.rate("5", pumpTime(talk.nowMs()));
    panel.start(pumpTime(talk.nowMs()));
    talk.run(2_000);
    talk.program(new Programme("order-1", Effect.ONLY, RATE, Optional.empty()));
    talk.run(10_000);
    assertThat(talk.outcomes())
        .singleElement()
        .isInstanceOf(ProgrammeOutcome.Refused.class)
        .extracting(outcome -> ((ProgrammeOutcome.Refused) outcome).reason())
        .isEqualTo(ProgrammeOutcome.Reason.NOT_STOPPED);
    assertThat(truth(talk).running()).isTrue();
    assertThat(new java.math.BigDecimal(truth(talk).rate())).isEqualByComparingTo("5");
  }

  /** Whenever the cable goes under a programme, the pump stands, and is free again by itself. */
  @Test
  void aCablePulledUnderAProgrammeLeavesAPumpThatStandsAndIsFree() {
    for (long after = 0; after < 1_500; after += 7) {
      DianetPumpContractTest fresh = new DianetPumpContractTest();
      Talk talk = fresh.talk(true);
      talk.open();
      talk.run(3_000);
      talk.program(new Programme("order-1", Effect.ONLY, RATE, Optional.empty()));
      talk.run(after);
      talk.unplug();
      talk.run(5_000);
      assertThat(talk.outcomes()).as("cable pulled after %d ms", after).hasSize(1);
      assertThat(fresh.truth(talk).running()).as("after %d ms", after).isFalse();
      assertThat(fresh.truth(talk).controlled()).as("after %d ms", after).isFalse();
    }
  }
}
