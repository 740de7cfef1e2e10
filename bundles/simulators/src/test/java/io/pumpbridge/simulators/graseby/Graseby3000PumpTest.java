// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.graseby;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.drive.HostileLine;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Graseby3000PumpTest {
  private static final long MINUTE = 60_000;

  private final Graseby3000Pump pump = new Graseby3000Pump("GR1234567");
  private final Bedside panel = pump.pumps().get(0);

  private static Bytes bytes(String text) {
    return Bytes.of(text, StandardCharsets.ISO_8859_1);
  }

  private String raw(Bytes sent, long nowMs) {
    List<Bytes> said = pump.receive(sent, nowMs);
    assertThat(said).hasSize(1);
    String answer = said.get(0).toText(StandardCharsets.ISO_8859_1);
    String content = answer.substring(3, answer.length() - 5);
    assertThat(said.get(0)).isEqualTo(GrasebyFrame.encode(content));
    return content;
  }

  private String ask(String text, long nowMs) {
    return raw(GrasebyFrame.encode(text), nowMs);
  }

  @ParameterizedTest
  @CsvSource({"Y, <09Y3801>", "M, <09M773C>", "D, <09DEAFD>", "I10, <0BI100F6F>"})
  void theFactsRecordsAreThese(String text, String record) {
    assertThat(GrasebyFrame.encode(text)).isEqualTo(bytes(record));
  }

  @Test
  void theChecksumsCheckValueHolds() {
    assertThat(GrasebyFrame.check("123456789")).isEqualTo("5502");
  }

  @Test
  void itTellsWhoItIsAndWhatItHasDone() {
    assertThat(ask("Y", 0)).isEqualTo("A40C00AGR1234567");
    assertThat(ask("M", 0)).isEqualTo("A40C00A300044");
    assertThat(ask("A", 0)).isEqualTo("A40C00A");
    panel.rate("60", 0);
    panel.vtbi("100", 0);
    panel.start(0);
    assertThat(ask("D", 30 * MINUTE)).isEqualTo("A40C20A0030.00100.0060.0");
    assertThat(ask("d", 30 * MINUTE)).startsWith("A");
  }

  @Test
  void whatIsWrongIsAnsweredSo() {
    assertThat(raw(bytes("<09Y3802>"), 0)).isEqualTo("C40C00A");
    assertThat(raw(bytes("<0AY3801>"), 0)).isEqualTo("L40C00A");
    assertThat(raw(bytes("<>"), 0)).isEqualTo("L40C00A");
    assertThat(ask("Z", 0)).isEqualTo("U40C00A");
    assertThat(ask("Y1", 0)).isEqualTo("P40C00A");
    assertThat(ask("I04", 0)).isEqualTo("P40C00A");
    assertThat(ask("S", 0)).isEqualTo("M40C00A"); // not in CI mode
  }

  @Test
  void inCiModeItTakesOrders() {
    assertThat(ask("I10", 0)).startsWith("AC0");
    assertThat(ask("R060", 1_000)).startsWith("AC0").endsWith("060.0");
    assertThat(ask("L0100", 2_000)).endsWith("0100.0060.0");
    assertThat(ask("T010", 3_000)).startsWith("M");
    assertThat(ask("R9999", 4_000)).startsWith("P");
    assertThat(ask("O", 5_000)).startsWith("AC0C2");
    assertThat(ask("T12.5", 6_000)).endsWith("012.5");
    assertThat(ask("I20", 7_000)).startsWith("A"); // in CI mode already
    assertThat(ask("Xagain", 8_000)).startsWith("P");
    assertThat(ask("X1ward 3", 8_000)).startsWith("AC0C21A");
    assertThat(ask("S", 9_000)).startsWith("AC0C0");
    assertThat(panel.truth(9_000).controlled()).isTrue();
    assertThat(ask("I00", 9_000)).startsWith("A40");
  }

  @Test
  void silenceOnTheLineEndsCiMode() {
    ask("I10", 0);
    assertThat(ask("A", 10_000)).startsWith("AC0");
    assertThat(ask("A", 20_001)).startsWith("A40");
    assertThat(ask("S", 20_002)).startsWith("M");
  }

  @Test
  void aKeyEndsCiModeAndARunningPumpDoesNotEnterIt() {
    ask("I10", 0);
    panel.rate("10", 1_000);
    assertThat(panel.truth(1_000).controlled()).isFalse();
    panel.start(1_000);
    assertThat(ask("I10", 1_000)).startsWith("M");
  }

  @Test
  void alarmsStandInTheStatus() {
    panel.rate("60", 0);
    panel.vtbi("10", 0);
    panel.start(0);
    assertThat(ask("D", 11 * MINUTE)).isEqualTo("A26C60A0010.00010.0001.0"); // KVO
    panel.occlude(11 * MINUTE);
    assertThat(ask("A", 20 * MINUTE)).isEqualTo("A29C00A");
    assertThat(panel.truth(20 * MINUTE).alarms()).containsExactly("09", "06");
    panel.free(20 * MINUTE);
    panel.clear(20 * MINUTE);
    panel.mains(false, 20 * MINUTE);
    panel.battery(5, 20 * MINUTE);
    assertThat(ask("A", 20 * MINUTE)).isEqualTo("A21D80A");
    assertThat(ask("A", 60 * MINUTE)).isEqualTo("A2FD80A");
  }

  @Test
  void everyFlippedBitIsRefusedOrNotHeard() {
    byte[] sound = GrasebyFrame.encode("I10").toArray();
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      for (Bytes said : new Graseby3000Pump("1").receive(Bytes.of(damaged), 0)) {
        assertThat(said.toText(StandardCharsets.ISO_8859_1).charAt(3)).isIn('C', 'L');
      }
    }
  }

  @Test
  void hostileBytesDoNoHarm() {
    long now =
        HostileLine.fuzz(
            pump,
            41,
            List.of(
                GrasebyFrame.encode("D"),
                GrasebyFrame.encode("I60"),
                GrasebyFrame.encode("R100"),
                GrasebyFrame.encode("O"),
                GrasebyFrame.encode("X2text")));
    HostileLine.flood(pump, new byte[] {'<'}, (byte) '0', now);
    pump.receive(bytes(">"), now);
    assertThat(ask("Y", now)).endsWith("GR1234567");
  }
}
