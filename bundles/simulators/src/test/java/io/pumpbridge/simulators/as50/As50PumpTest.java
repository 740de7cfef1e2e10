// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.as50;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.drive.HostileLine;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class As50PumpTest {
  private static final long MINUTE = 60_000;

  private final As50Pump pump = new As50Pump("AS-1");
  private final Bedside panel = pump.pumps().get(0);

  private String ask(String text, long nowMs) {
    List<Bytes> said = pump.receive(As50Frame.encode(text), nowMs);
    assertThat(said).hasSize(1);
    String answer = said.get(0).toText(StandardCharsets.ISO_8859_1);
    String content = answer.substring(1, answer.length() - 3);
    assertThat(said.get(0)).isEqualTo(As50Frame.encode(content));
    return content;
  }

  @ParameterizedTest
  @CsvSource({
    "STATUS?, c34b",
    "DEV?, 8b1c",
    "PRIRATE?, 3444",
    "BOLRAT?, 1278",
    "BOLSIZ?, 26eb",
    "LBOLUS?, 37b7",
    "EXIT, bbee",
    "RESEND, db6b" // 219, 107: the vendor's own example
  })
  void theFactsChecksumsHold(String text, String check) {
    Bytes bracketed = Bytes.of("[" + text + "]", StandardCharsets.US_ASCII);
    assertThat(As50Frame.encode(text)).isEqualTo(Bytes.fromHex(bracketed.toHex() + check));
  }

  @Test
  void theKnownRequestsAreAnswered() {
    assertThat(ask("DEV?", 0)).isEqualTo("DEV=AS-1");
    assertThat(ask("STATUS?", 0)).isEqualTo("STATUS=STOP");
    assertThat(ask("PRIRATE?", 0)).isEqualTo("PRIRATE=0.0");
    assertThat(ask("PRIRATE=12.25", 0)).isEqualTo("ACK");
    assertThat(ask("PRIRATE?", 0)).isEqualTo("PRIRATE=12.25");
    assertThat(panel.truth(0).controlled()).isTrue();
    assertThat(ask("EXIT", 0)).isEqualTo("ACK");
    assertThat(panel.truth(0).controlled()).isFalse();
  }

  @Test
  void whatItCannotDoIsRejected() {
    assertThat(ask("PRIRATE=1201", 0)).isEqualTo("REJECT");
    assertThat(ask("PRIRATE=-1", 0)).isEqualTo("REJECT");
    assertThat(ask("BOLST", 0)).isEqualTo("REJECT");
    assertThat(ask("NAME=1", 0)).isEqualTo("REJECT");
    assertThat(ask("NAME?", 0)).isEqualTo("REJECT");
    assertThat(panel.truth(0).controlled()).isFalse();
  }

  @Test
  void aWrongChecksumIsAskedForAgainAndSoIsALostAnswer() {
    byte[] damaged = As50Frame.encode("DEV?").toArray();
    damaged[7] ^= 1;
    assertThat(pump.receive(Bytes.of(damaged), 0)).containsExactly(As50Frame.encode("RESEND"));
    assertThat(ask("DEV?", 0)).isEqualTo("DEV=AS-1");
    assertThat(ask("RESEND", 0)).isEqualTo("DEV=AS-1");
  }

  @Test
  void aChecksumMayHoldBrackets() {
    for (int i = 0; i < 5_000; i++) {
      String text = "PRIVTBI=" + i;
      String wire = As50Frame.encode(text).toText(StandardCharsets.ISO_8859_1);
      String check = wire.substring(wire.length() - 2);
      if (check.contains("]") || check.contains("[")) {
        assertThat(ask(text, 0)).isEqualTo(i == 0 ? "REJECT" : "ACK");
      }
    }
  }

  @Test
  void itPumpsInTime() {
    panel.rate("6", 0);
    panel.vtbi("1", 0);
    assertThat(panel.start(0)).isTrue();
    assertThat(ask("STATUS?", 5 * MINUTE)).isEqualTo("STATUS=RUN");
    assertThat(panel.truth(5 * MINUTE).infused()).isEqualTo("0.500");
    assertThat(ask("BOLSIZ=0.1", 5 * MINUTE)).isEqualTo("ACK");
    assertThat(ask("BOLST", 5 * MINUTE)).isEqualTo("ACK");
    assertThat(panel.truth(5 * MINUTE).rate()).isEqualTo("100");
    assertThat(ask("LBOLUS?", 6 * MINUTE)).isEqualTo("LBOLUS=0.1");
    assertThat(ask("STATUS?", 20 * MINUTE)).isEqualTo("STATUS=ALARM");
    assertThat(panel.truth(20 * MINUTE).alarms()).containsExactly("END_OF_VOLUME");
    assertThat(panel.truth(20 * MINUTE).infused()).isEqualTo("1.000");
    assertThatThrownBy(() -> panel.rate("fast", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFrameIsFoundHoweverTheLineCutsIt() {
    byte[] frame = As50Frame.encode("STATUS?").toArray();
    for (int cut = 0; cut <= frame.length; cut++) {
      assertThat(pump.receive(Bytes.of(frame, 0, cut), 0)).hasSize(cut == frame.length ? 1 : 0);
      assertThat(pump.receive(Bytes.of(frame, cut, frame.length - cut), 0))
          .hasSize(cut == frame.length ? 0 : 1);
    }
  }

  @Test
  void everyFlippedBitIsRefusedOrNotHeard() {
    byte[] sound = As50Frame.encode("PRIRATE=5.0").toArray();
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(pump.receive(Bytes.of(damaged), 0))
          .isSubsetOf(List.of(As50Frame.encode("RESEND")));
      assertThat(panel.truth(0).controlled()).isFalse();
      pump.receive(Bytes.fromHex("000000"), 0); // whatever was begun is over
    }
  }

  @Test
  void hostileBytesDoNoHarm() {
    long now =
        HostileLine.fuzz(
            pump,
            31,
            List.of(
                As50Frame.encode("DEV?"),
                As50Frame.encode("PRIRATE=5.0"),
                As50Frame.encode("RESEND")));
    HostileLine.flood(pump, new byte[] {'['}, (byte) 'A', now);
    assertThat(pump.receive(As50Frame.encode("DEV?"), now))
        .containsExactly(As50Frame.encode("DEV=AS-1"));
  }
}
