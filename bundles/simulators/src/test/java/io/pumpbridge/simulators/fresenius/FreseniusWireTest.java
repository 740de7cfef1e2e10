// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.drive.HostileLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line as the public facts show it. */
final class FreseniusWireTest {
  private static final Bytes ACK = Bytes.fromHex("06");

  private final FreseniusBase base = new FreseniusBase(List.of("DPS-1", "DPS-2"));

  private List<Bytes> say(String text) {
    return base.receive(Frame.encode(text), 0);
  }

  /** The reply to a command, acknowledged; the pump's own ACK must come before it. */
  private String ask(String text) {
    List<Bytes> said = say(text);
    assertThat(said.get(0)).isEqualTo(ACK);
    assertThat(said).hasSize(2);
    base.receive(ACK, 0);
    String reply = said.get(1).toText(StandardCharsets.US_ASCII);
    String content = reply.substring(1, reply.length() - 3);
    assertThat(said.get(1)).isEqualTo(Frame.encode(content));
    return content;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"0DC 48", "1LE;d 9E", "0LE;b A1", "1LP 32", "DC 78"})
  void theFactsChecksumsHold(String text, String check) {
    assertThat(Frame.check(text)).isEqualTo(check);
  }

  @Test
  void aFrameIsThese() {
    assertThat(Frame.encode("0DC")).isEqualTo(Bytes.fromHex("02304443343803"));
    assertThat(base.receive(Bytes.fromHex("02304443343803"), 0))
        .containsExactly(ACK, Frame.encode("0C"));
  }

  @Test
  void sessionsAreOpenedFromTheBaseUp() {
    assertThat(ask("0LE;b")).isEqualTo("0I;0D");
    assertThat(ask("1DC")).isEqualTo("1I;0D");
    assertThat(ask("0DC")).isEqualTo("0C");
    assertThat(ask("0LE;b")).isEqualTo("0C;b03");
    assertThat(ask("0LE;bi")).isEqualTo("0C;b03;i02");
    assertThat(ask("1LE;d")).isEqualTo("1I;1E");
    assertThat(ask("1DC")).isEqualTo("1C");
    assertThat(ask("1LE;dr")).isEqualTo("1C;d0000;r000000");
    assertThat(ask("5DC")).isEqualTo("5I;0E");
    assertThat(ask("1FC")).isEqualTo("1C");
    assertThat(ask("1LE;d")).isEqualTo("1I;1E");
    ask("1DC");
    assertThat(ask("0FC")).isEqualTo("0C");
    assertThat(ask("1LE;d")).isEqualTo("1I;0D");
  }

  @Test
  void fixedDataDrugAndIdentifierAreRead() {
    ask("0DC");
    ask("2DC");
    base.drug(2, "NORADRENALINE");
    assertThat(ask("0LF;b")).isEqualTo("0C;bBASE A");
    assertThat(ask("2LF;b")).isEqualTo("2C;bMODULE DPS");
    assertThat(ask("2LP")).isEqualTo("2C;NORADRENALINE");
    assertThat(ask("2LN")).isEqualTo("2C;DPS-2");
  }

  @Test
  void applicationErrorsHaveTheirCodes() {
    ask("0DC");
    ask("1DC");
    assertThat(ask("1ZZ")).isEqualTo("1I;01");
    assertThat(ask("1le")).isEqualTo("1I;04");
    assertThat(ask("1LE")).isEqualTo("1I;04");
    assertThat(ask("1LE;z")).isEqualTo("1I;0A");
    assertThat(ask("1LE;1")).isEqualTo("1I;0B");
    assertThat(ask("0LE;d")).isEqualTo("0I;0A");
    assertThat(ask("1PO")).isEqualTo("1I;02");
    assertThat(ask("1MO;3")).isEqualTo("1I;04");
    assertThat(ask("1MO;1")).isEqualTo("1I;06");
    assertThat(ask("1MO;2")).isEqualTo("1C");
    assertThat(ask("1LE;m")).isEqualTo("1C;m2");
    assertThat(ask("1PO")).isEqualTo("1I;03");
    assertThat(say("1PR;0037")).containsExactly(ACK); // its argument is not public: silence
  }

  @ParameterizedTest
  @CsvSource({
    "02304443343903, 32", // another checksum
    "0230440743343803, 38", // a control code inside
    "023044c343343803, 31", // a byte with eight bits
    "0203, 37", // no text at all
  })
  void aBrokenFrameIsRefusedWithItsCode(String sent, String code) {
    assertThat(base.receive(Bytes.fromHex(sent), 0)).containsExactly(Bytes.fromHex("15" + code));
  }

  @Test
  void addressAndLengthAreChecked() {
    assertThat(say("9DC")).containsExactly(Bytes.fromHex("1534"));
    assertThat(say("DC")).containsExactly(Bytes.fromHex("1534"));
    assertThat(say("0LE;" + "b".repeat(77))).containsExactly(Bytes.fromHex("1537"));
    FreseniusPilote pilote = new FreseniusPilote("P-1");
    assertThat(pilote.receive(Frame.encode("0DC"), 0)).containsExactly(Bytes.fromHex("1534"));
    assertThat(pilote.receive(Bytes.fromHex("024443373803"), 0))
        .containsExactly(ACK, Frame.encode("C"));
  }

  @Test
  void aReplyIsSentAgainUntilItIsAcknowledged() {
    assertThat(say("0DC")).hasSize(2);
    assertThat(say("0DC")).containsExactly(Bytes.fromHex("1536")); // not ready
    assertThat(base.receive(Bytes.fromHex("1532"), 0)).containsExactly(Frame.encode("0C"));
    assertThat(base.advance(999)).isEmpty();
    assertThat(base.advance(1_000)).containsExactly(Bytes.fromHex("05"), Frame.encode("0C"));
    assertThat(base.advance(2_000)).containsExactly(Bytes.fromHex("05"), Bytes.fromHex("1535"));
    assertThat(base.advance(3_000)).containsExactly(Bytes.fromHex("05"));
    assertThat(base.receive(Frame.encode("0LE;b"), 3_000)).hasSize(2);
  }

  @Test
  void everyFlippedBitIsRefusedOrNotHeard() {
    byte[] sound = Frame.encode("0DC").toArray();
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(new FreseniusBase(List.of("1")).receive(Bytes.of(damaged), 0))
          .doesNotContain(Frame.encode("0C"))
          .doesNotContain(ACK);
    }
  }

  @Test
  void aFrameIsFoundHoweverTheLineCutsIt() {
    byte[] frame = Frame.encode("0DC").toArray();
    for (int cut = 0; cut <= frame.length; cut++) {
      base.receive(Bytes.fromHex("7e000306"), 0);
      assertThat(base.receive(Bytes.of(frame, 0, cut), 0)).hasSize(cut == frame.length ? 2 : 0);
      assertThat(base.receive(Bytes.of(frame, cut, frame.length - cut), 0))
          .hasSize(cut == frame.length ? 0 : 2);
      base.receive(ACK, 0);
    }
  }

  @Test
  void hostileBytesDoNoHarm() {
    List<Bytes> requests =
        List.of(
            Frame.encode("0DC"),
            Frame.encode("1DC"),
            Frame.encode("1DE;rda"),
            Frame.encode("1LE;adr"),
            Frame.encode("1E"),
            Frame.encode("1MO;2"),
            Bytes.fromHex("0606141532"));
    base.pumps().get(0).rate("10", 0);
    base.pumps().get(0).start(0);
    long now = HostileLine.fuzz(base, 21, requests);
    HostileLine.fuzz(new FreseniusPilote("1"), 22, requests);
    HostileLine.flood(base, new byte[] {2}, (byte) '0', now);
    base.receive(Bytes.fromHex("03"), now);
    for (int i = 0; i < 30; i++) {
      base.receive(ACK, now);
    }
    assertThat(base.receive(Frame.encode("0DC"), now)).contains(Frame.encode("0C"));
  }
}
