// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.miva;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.drive.HostileLine;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MivaPumpTest {
  private final MivaPump pump = new MivaPump("A1234");

  @Test
  void theFactsChecksumsHold() {
    assertThat(MivaFrame.check("*IDN?")).isEqualTo("44");
    assertThat(MivaFrame.check(":SERIAL?")).isEqualTo("39");
    assertThat(MivaFrame.encode("*IDN?")).isEqualTo(Bytes.fromHex("022a49444e3f343403"));
  }

  @Test
  void itTellsWhoItIs() {
    assertThat(pump.receive(MivaFrame.encode(":SERIAL?"), 0))
        .containsExactly(MivaFrame.encode("000A1234"));
    assertThat(pump.receive(MivaFrame.encode("*IDN?"), 0))
        .containsExactly(MivaFrame.encode("ZYNO,MIVA,000A1234,0"));
  }

  /** As the vendor's package reads it: RN and eight characters, Q5 and hundredths of mL in hex. */
  @Test
  void itAnswersTheVendorsTwoLetterQuestions() {
    assertThat(pump.receive(Bytes.fromHex("02524e413003"), 0))
        .containsExactly(MivaFrame.encode("RN000A1234"));
    assertThat(pump.receive(MivaFrame.encode("RS"), 0)).containsExactly(MivaFrame.encode("RS6.1"));
    assertThat(pump.receive(MivaFrame.encode("Q1"), 0)).containsExactly(MivaFrame.encode("Q10"));
    Bedside panel = pump.pumps().get(0);
    panel.rate("10", 0);
    panel.start(0);
    assertThat(pump.receive(MivaFrame.encode("Q1"), 0)).containsExactly(MivaFrame.encode("Q11"));
    assertThat(pump.receive(MivaFrame.encode("Q5"), 3_600_000))
        .containsExactly(MivaFrame.encode("Q5000003E8"));
  }

  @Test
  void everythingElseIsMetWithSilence() {
    for (String other : List.of(":VINF?", "WT01", "WT02", "KE60", "Q2", "rn")) {
      assertThat(pump.receive(MivaFrame.encode(other), 0)).as(other).isEmpty();
    }
    assertThat(pump.receive(Bytes.fromHex("022a49444e3f343503"), 0)).isEmpty();
  }

  @Test
  void everyFlippedBitIsMetWithSilence() {
    byte[] sound = MivaFrame.encode(":SERIAL?").toArray();
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(pump.receive(Bytes.of(damaged), 0)).isEmpty();
    }
  }

  @Test
  void itPumpsUnseen() {
    Bedside panel = pump.pumps().get(0);
    panel.rate("10", 0);
    assertThat(panel.start(0)).isTrue();
    assertThat(panel.truth(3_600_000).infused()).isEqualTo("10.000");
  }

  @Test
  void hostileBytesDoNoHarm() {
    List<Bytes> requests = List.of(MivaFrame.encode(":SERIAL?"), MivaFrame.encode("*IDN?"));
    long now = HostileLine.fuzz(pump, 51, requests);
    HostileLine.flood(pump, new byte[] {2}, (byte) 'A', now);
    assertThat(pump.receive(MivaFrame.encode(":SERIAL?"), now)).hasSize(1);
  }
}
