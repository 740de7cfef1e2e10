// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.ne1000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.drive.HostileLine;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Ne1000PumpTest {
  private static final long MINUTE = 60_000;

  private final Ne1000Pump pump = new Ne1000Pump();
  private final Bedside panel = pump.pumps().get(0);

  private static Bytes bytes(String text) {
    return Bytes.of(text, StandardCharsets.ISO_8859_1);
  }

  /** A packet of the safe mode. */
  private static Bytes packet(String text) {
    return Ne1000Frame.encode(text, true);
  }

  /** Basic mode: what stands between STX and ETX. */
  private String ask(String text, long nowMs) {
    List<Bytes> said = pump.receive(bytes(text + "\r"), nowMs);
    assertThat(said).hasSize(1);
    String answer = said.get(0).toText(StandardCharsets.ISO_8859_1);
    return answer.substring(1, answer.length() - 1);
  }

  private void acknowledgeReset() {
    assertThat(ask("", 0)).isEqualTo("00A?R");
  }

  @ParameterizedTest
  @CsvSource({"0SAF0, 59ad", "SAF0, 5543", "0VER, 4809"})
  void theFactsChecksumsHold(String text, String check) {
    assertThat(Ne1000Frame.check(text)).isEqualTo(Integer.parseInt(check, 16));
  }

  @Test
  void theCapturedPacketIsThis() {
    assertThat(packet("0SAF0")).isEqualTo(Bytes.fromHex("0209305341463059ad03"));
  }

  @Test
  void aPumpThatWasSwitchedOnTellsItOnceAndABareReturnIsAQuestionForTheStatus() {
    assertThat(panel.start(0)).isFalse();
    assertThat(panel.truth(0).alarms()).containsExactly("R");
    assertThat(ask("", 0)).isEqualTo("00A?R");
    assertThat(ask("", 0)).isEqualTo("00S");
    assertThat(ask(" v e r ", 0)).isEqualTo("00SNE1000V3.92");
    assertThat(ask("0VER", 0)).isEqualTo("00SNE1000V3.92");
    assertThat(pump.receive(bytes("1VER\r"), 0)).isEmpty(); // another pump of the chain
  }

  @Test
  void itIsSetUpRunPausedAndStopped() {
    acknowledgeReset();
    assertThat(ask("DIA26.59", 0)).isEqualTo("00S");
    assertThat(ask("DIA", 0)).isEqualTo("00S26.59");
    assertThat(ask("RAT60MH", 0)).isEqualTo("00S");
    assertThat(ask("RAT", 0)).isEqualTo("00S60.00MH");
    assertThat(ask("VOL5", 0)).isEqualTo("00S");
    assertThat(ask("VOL", 0)).isEqualTo("00S5.000ML");
    assertThat(ask("RUN", 0)).isEqualTo("00I");
    assertThat(ask("DIS", MINUTE)).isEqualTo("00II1.000W0.000ML");
    assertThat(ask("RAT2MM", MINUTE)).isEqualTo("00I?NA");
    assertThat(ask("RAT120", MINUTE)).isEqualTo("00I");
    assertThat(ask("STP", 2 * MINUTE)).isEqualTo("00P");
    assertThat(ask("RUN", 3 * MINUTE)).isEqualTo("00I"); // goes on with what is left
    assertThat(ask("", 5 * MINUTE)).isEqualTo("00S");
    assertThat(ask("DIS", 5 * MINUTE)).isEqualTo("00SI5.000W0.000ML");
    assertThat(ask("CLDINF", 5 * MINUTE)).isEqualTo("00S");
    assertThat(ask("DIS", 5 * MINUTE)).isEqualTo("00SI0.000W0.000ML");
    assertThat(ask("STP", 5 * MINUTE)).isEqualTo("00S?NA");
  }

  @Test
  void whatItDoesNotKnowOrCannotDoIsAnsweredSo() {
    acknowledgeReset();
    assertThat(ask("XYZ", 0)).isEqualTo("00S?");
    assertThat(ask("DIA99", 0)).isEqualTo("00S?OOR");
    assertThat(ask("RAT12345", 0)).isEqualTo("00S?OOR");
    assertThat(ask("SAF256", 0)).isEqualTo("00S?OOR");
    assertThat(ask("RUN", 0)).isEqualTo("00S?NA"); // no rate
    assertThat(ask("DIRWDR", 0)).isEqualTo("00S?NA"); // left out here
  }

  @ParameterizedTest
  @CsvSource({"60MH,60", "1MM,60", "1000UM,60", "9999UH,9.999", ".001UH,0.000001", "5.5MM,330"})
  void ratesHaveFourUnits(String rate, String mlPerHour) {
    Setup setup = new Setup();
    assertThat(setup.rate(rate)).isTrue();
    assertThat(setup.rateMlPerHour()).isEqualByComparingTo(mlPerHour);
  }

  @ParameterizedTest
  @CsvSource({"5,5.000", "26.59,26.59", "123.456,123.4", "9999,9999.", "0,0.000", "0.05,0.050"})
  void numbersHaveFourDigits(String number, String text) {
    assertThat(Setup.text(new BigDecimal(number))).isEqualTo(text);
  }

  @Test
  void safeModeIsEnteredAndLeftByPacketsAndAnsweredInTheModeThatFollows() {
    acknowledgeReset();
    assertThat(pump.receive(packet("0SAF10"), 0)).containsExactly(packet("00S"));
    assertThat(pump.receive(packet("0VER"), 0)).containsExactly(packet("00SNE1000V3.92"));
    assertThat(pump.receive(packet(""), 0)).containsExactly(packet("00S"));
    assertThat(pump.receive(bytes("0VER\r"), 0)).isEmpty(); // not in safe mode
    assertThat(pump.receive(packet("0SAF"), 0)).containsExactly(packet("00S10"));
    assertThat(pump.receive(packet("0SAF0"), 0)).containsExactly(bytes("\u000200S\u0003"));
    assertThat(ask("SAF", 60 * MINUTE)).isEqualTo("00S0");
  }

  @Test
  void aSilentHostStopsARunningPumpInSafeModeAndIsTold() {
    acknowledgeReset();
    panel.rate("60", 0);
    panel.start(0);
    pump.receive(packet("0SAF10"), 0);
    assertThat(panel.truth(0).controlled()).isTrue();
    assertThat(pump.advance(9_999)).isEmpty();
    assertThat(pump.advance(MINUTE)).containsExactly(packet("00A?T"));
    assertThat(panel.truth(MINUTE).running()).isFalse();
    assertThat(panel.truth(MINUTE).infused()).isEqualTo("0.166");
    assertThat(pump.receive(packet("0RUN"), MINUTE)).containsExactly(packet("00A?T"));
    assertThat(pump.receive(packet("0RUN"), MINUTE)).containsExactly(packet("00I"));
  }

  @Test
  void inBasicModeNoSilenceMattersAndNoAlarmIsToldUnasked() {
    acknowledgeReset();
    panel.rate("6", 0);
    panel.start(0);
    panel.occlude(0);
    assertThat(pump.advance(MINUTE)).isEmpty();
    assertThat(panel.truth(MINUTE).alarms()).containsExactly("S");
    assertThat(ask("", MINUTE)).isEqualTo("00A?S");
  }

  @Test
  void aPumpThatWasLeftInSafeModeSaysThatItWasReset() {
    Ne1000Pump safe = Ne1000Pump.inSafeMode(30);
    assertThat(safe.advance(0)).containsExactly(packet("00A?R"));
    assertThat(safe.advance(60 * MINUTE)).isEmpty(); // no timer before the first packet
    assertThat(safe.receive(packet("0"), 60 * MINUTE)).containsExactly(packet("00A?R"));
    Bedside panel = safe.pumps().get(0);
    panel.mains(false, 60 * MINUTE);
    assertThat(safe.receive(packet("0"), 61 * MINUTE)).isEmpty();
    panel.mains(true, 6_000 * MINUTE);
    assertThat(safe.advance(6_000 * MINUTE)).containsExactly(packet("00A?R"));
    assertThatThrownBy(() -> panel.battery(50, 0))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("no battery");
  }

  @Test
  void aBrokenPacketIsAnsweredSoAndAHalfOneForgotten() {
    acknowledgeReset();
    pump.receive(packet("0SAF60"), 0);
    byte[] damaged = packet("0VER").toArray();
    damaged[3] ^= 1;
    assertThat(pump.receive(Bytes.of(damaged), 0)).containsExactly(packet("00S?COM"));
    byte[] half = packet("0VER").toArray();
    assertThat(pump.receive(Bytes.of(half, 0, 5), 1_000)).isEmpty();
    assertThat(pump.receive(packet("0VER"), 1_500)).containsExactly(packet("00SNE1000V3.92"));
    assertThat(pump.receive(Bytes.of(half, 0, 5), 2_000)).isEmpty();
    assertThat(pump.receive(Bytes.of(half, 5, half.length - 5), 2_499)).hasSize(1);
  }

  @Test
  void everyFlippedBitIsRefusedOrNotHeard() {
    byte[] sound = packet("0VER").toArray();
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Ne1000Pump safe = Ne1000Pump.inSafeMode(60);
      List<Bytes> said = new ArrayList<>(safe.advance(0));
      said.addAll(safe.receive(Bytes.of(damaged), 0));
      assertThat(said).hasSizeBetween(1, 2).startsWith(packet("00A?R"));
      // Nothing was understood, so the reset is still to be acknowledged.
      assertThat(safe.pumps().get(0).truth(0).alarms()).containsExactly("R");
    }
  }

  @Test
  void hostileBytesDoNoHarm() {
    List<Bytes> requests =
        List.of(
            packet("0SAF1"),
            packet("0RAT60MH"),
            packet("0RUN"),
            bytes("0DIS\r"),
            bytes("VOL9.999\r"),
            packet("0SAF0"));
    long now = HostileLine.fuzz(pump, 61, requests);
    HostileLine.flood(pump, new byte[] {'V'}, (byte) 'E', now);
    now += 1_000;
    pump.receive(packet("0SAF0"), now);
    pump.receive(packet("0SAF0"), now);
    pump.receive(bytes("\r"), now);
    assertThat(ask("VER", now)).endsWith("NE1000V3.92");
  }
}
