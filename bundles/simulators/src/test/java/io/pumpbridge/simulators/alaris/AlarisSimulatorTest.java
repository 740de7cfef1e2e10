// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.pump.PumpSimulator.Truth;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pump as everybody drives it, and its battery. */
final class AlarisSimulatorTest {
  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;

  private final AlarisSimulator pump = new AlarisSimulator(new AlarisPump("8002-51740"));

  private String ask(String frame, long nowMs) {
    List<Bytes> said = pump.receive(Bytes.of(frame + "\r", StandardCharsets.ISO_8859_1), nowMs);
    assertThat(said).hasSize(1);
    return said.get(0).toText(StandardCharsets.ISO_8859_1);
  }

  @Test
  void itStandsAloneAndAnswersOnItsLine() {
    assertThat(pump.pumps()).containsExactly(pump);
    assertThat(pump.place()).isEmpty();
    assertThat(ask("!INST_SERIALNO|457D", 0)).isEqualTo("!INST_SERIALNO^8002-51740|050B\r");
    assertThat(pump.advance(1_000)).as("never unasked").isEmpty();
  }

  @Test
  void theTruthIsWhatTheLineSays() {
    assertThat(pump.truth(0)).isEqualTo(new Truth(false, "0", "0.000", List.of(), false));
    pump.rate("5.00", 0);
    assertThat(pump.start(0)).isTrue();
    assertThat(pump.truth(HOUR)).isEqualTo(new Truth(true, "5.00", "5.000", List.of(), false));
    pump.empty(HOUR);
    assertThat(pump.truth(HOUR).alarms()).containsExactly("AL_EOIST");
    pump.clear(HOUR);
    pump.load("20", HOUR);
    assertThat(pump.start(HOUR)).isTrue();
  }

  @Test
  void withoutMainsItSaysSoAndRunsOn() {
    pump.rate("5", 0);
    pump.start(0);
    pump.mains(false, 0);
    assertThat(ask("!ALARM|50B2", 0)).startsWith("!ALARM^AL_ACDIS^");
    assertThat(ask("!INF|4961", 0)).contains("^A^SET^5.00^");
    pump.clear(1_000);
    assertThat(pump.truth(1_000).alarms()).as("seen").isEmpty();
    pump.mains(true, 2_000);
    pump.mains(false, 3_000);
    assertThat(pump.truth(3_000).alarms()).as("away again").containsExactly("AL_ACDIS");
    pump.mains(true, 4_000);
    assertThat(pump.truth(4_000).alarms()).isEmpty();
  }

  @Test
  void theBatteryRunsDownAndStopsIt() {
    pump.rate("1", 0);
    pump.start(0);
    pump.mains(false, 0);
    pump.clear(0);
    assertThat(pump.truth(5 * HOUR + 30 * MINUTE).alarms()).isEmpty();
    assertThat(pump.truth(5 * HOUR + 31 * MINUTE).alarms()).containsExactly("AL_LWBAT");
    assertThat(pump.truth(6 * HOUR - 1).running()).isTrue();
    Truth end = pump.truth(7 * HOUR);
    assertThat(end.running()).isFalse();
    assertThat(end.alarms()).containsExactly("AL_EMBAT");
    assertThat(end.infused()).as("six hours at 1 mL/h").isEqualTo("6.000");
    pump.clear(7 * HOUR);
    assertThat(pump.truth(7 * HOUR).alarms()).as("still empty").containsExactly("AL_EMBAT");
    assertThat(pump.start(7 * HOUR)).isFalse();
    pump.mains(true, 7 * HOUR);
    pump.clear(7 * HOUR);
    assertThat(pump.start(7 * HOUR)).isTrue();
  }

  @Test
  void anEmptyBatteryStopsItTheMomentTheMainsGo() {
    pump.rate("1", 0);
    pump.start(0);
    pump.battery(0, 0);
    assertThat(pump.truth(0).running()).isTrue();
    pump.mains(false, 0);
    assertThat(pump.truth(0).alarms()).containsExactly("AL_EMBAT");
    assertThat(pump.truth(0).running()).isFalse();
  }

  @Test
  void whatItCannotDoIsRefusedWithASentence() {
    assertThatThrownBy(() -> pump.rate("1200.01", 0)).hasMessageContaining("1200.01");
    assertThatThrownBy(() -> pump.load("51", 0)).hasMessageContaining("50 mL");
    assertThatThrownBy(() -> pump.vtbi("0", 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
