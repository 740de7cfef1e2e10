// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each simulator in the table. */
final class SimulatorsTest {

  static Iterable<String> protocols() {
    return Simulators.protocols();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void aNewPumpSpeaksItsProtocolAndStands(String protocol) {
    PumpSimulator simulator = Simulators.create(protocol, Optional.empty(), 1);
    assertThat(simulator.protocol()).isEqualTo(protocol);
    assertThat(simulator.pumps()).hasSize(1);
    assertThat(simulator.pumps().get(0).truth(0).running()).isFalse();
  }

  /** In mL: what was infused is what time and rate say, and an end comes. */
  @ParameterizedTest
  @MethodSource("protocols")
  void aPumpRunsOcclusionsAlarmAndAnEmptySyringeEndsIt(String protocol) {
    PumpSimulator simulator = Simulators.create(protocol, Optional.empty(), 1);
    Bedside pump = simulator.pumps().get(0);
    pump.clear(0); // some say first that they were reset
    pump.rate("60", 0);
    assertThat(pump.start(0)).isTrue();
    long now = advance(simulator, 0, 60_000);
    assertThat(Double.parseDouble(pump.truth(now).infused())).isBetween(0.99, 1.01);
    pump.occlude(now);
    now = advance(simulator, now, now + 60_000);
    assertThat(pump.truth(now).running()).isFalse();
    assertThat(pump.truth(now).alarms()).isNotEmpty();
    pump.free(now);
    pump.clear(now);
    assertThat(pump.start(now)).isTrue();
    pump.empty(now);
    now = advance(simulator, now, now + 1_000);
    assertThat(pump.truth(now).running()).isFalse();
    assertThat(pump.truth(now).alarms()).isNotEmpty();
  }

  /** Whatever comes down the line, nobody starts. */
  @ParameterizedTest
  @MethodSource("protocols")
  void noiseStartsNoPump(String protocol) {
    Random random = new Random(7);
    PumpSimulator simulator = Simulators.create(protocol, Optional.empty(), 1);
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      simulator.receive(Bytes.of(noise), 10L * i);
    }
    assertThat(simulator.pumps().get(0).truth(20_000).running()).isFalse();
  }

  @Test
  void aRacksSerialNumbersCountOn() {
    assertThat(serials(Simulators.create("bcc", Optional.of("A-098"), 4)))
        .containsExactly("A-098", "A-099", "A-100", "A-101");
    assertThat(serials(Simulators.create("fresenius", Optional.empty(), 2)))
        .containsExactly("10001", "10002");
    assertThatThrownBy(() -> Simulators.create("bcc", Optional.of("A"), 2))
        .hasMessageContaining("digit");
    assertThatThrownBy(() -> Simulators.create("bcc", Optional.empty(), 25))
        .hasMessageContaining("24");
  }

  private static List<String> serials(PumpSimulator simulator) {
    return simulator.pumps().stream().map(Bedside::serialNumber).toList();
  }

  private static long advance(PumpSimulator simulator, long fromMs, long toMs) {
    for (long now = fromMs; now <= toMs; now += 50) {
      simulator.advance(now);
    }
    return toMs;
  }

  @Test
  void whatThereIsNotIsNamedWithWhatThereIs() {
    assertThatThrownBy(() -> Simulators.create("agilia", Optional.empty(), 1))
        .hasMessageContaining("agilia")
        .hasMessageContaining("alaris");
    assertThatThrownBy(() -> Simulators.create("alaris", Optional.empty(), 2))
        .hasMessageContaining("alone");
    assertThatThrownBy(() -> Simulators.create("alaris", Optional.of("a^b"), 1))
        .hasMessageContaining("a^b");
    assertThatThrownBy(() -> Simulators.create("dianet", Optional.of("262144"), 1))
        .hasMessageContaining("262143");
  }
}
