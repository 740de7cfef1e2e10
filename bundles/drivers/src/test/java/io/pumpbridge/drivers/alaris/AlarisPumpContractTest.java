// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.simulators.alaris.AlarisPump;
import java.math.BigDecimal;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What the simulated Alaris pump has that no other has; the rest is in the drivers' contract. */
final class AlarisPumpContractTest {

  private static final String SERIAL = "8002-51740";

  private final AlarisPump pump = new AlarisPump(SERIAL);
  private final Talk talk =
      new Talk(
          AlarisProfiles.driver().newSession(),
          (sent, nowMs) ->
              pump.receive(sent, pumpTime(nowMs)).stream()
                  .map(reply -> new Talk.Arrival(reply.toBytes(), 20))
                  .toList());

  /** The pump's own time begins at zero. */
  private static long pumpTime(long nowMs) {
    return nowMs + 10_000;
  }

  private long now() {
    return pumpTime(talk.nowMs());
  }

  private void follow() {
    talk.open();
    talk.run(300);
    assertThat(talk.state()).isEqualTo("following");
    talk.forget();
  }

  private void infuse(String rate) {
    pump.setRate(new BigDecimal(rate), now());
    assertThat(pump.start(now())).isTrue();
  }

  private Observation latest() {
    List<Observation> reports = talk.reports();
    return reports.get(reports.size() - 1);
  }

  @Test
  void thePumpIsRecognised() {
    talk.open();
    talk.run(300);
    assertThat(talk.identified())
        .containsExactly(
            new PumpIdentity(
                "alaris", "alaris-asena", "Alaris/Asena syringe pump", SERIAL, "Asena Rev 2.1.5"));
  }

  @Test
  void anOcclusionIsOneToEverybodyWhoKnowsTheNomenclature() {
    follow();
    infuse("100.00");
    pump.occlude(now());
    talk.run(10_000);
    assertThat(latest().status()).isEqualTo(PumpStatus.ALARM);
    assertThat(latest().alarms())
        .extracting(PumpAlarm::code, alarm -> alarm.mdc().orElse(0))
        .containsExactly(Tuple.tuple("AL_OCCLU", 196_940));
  }

  @Test
  void nearTheEndThePumpInfusesWithAnAlarm() {
    follow();
    pump.loadSyringe(new BigDecimal("1"), now());
    infuse("60.00"); // one minute left
    talk.run(1_200);
    assertThat(latest().status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(latest().alarms()).extracting(PumpAlarm::code).containsExactly("AL_NEOIN");
    assertThat(latest().timeRemaining()).isPresent();
    talk.run(65_000);
    assertThat(latest().status()).isEqualTo(PumpStatus.ALARM);
    assertThat(latest().alarms()).extracting(PumpAlarm::code).containsExactly("AL_EOIST");
  }
}
