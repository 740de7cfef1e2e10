// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The line as the published strings show it. */
final class AlarisWireTest {
  /** The published serial numbers; the security code of the first is 3CC1. */
  private static final String SERIAL = "8002-51740";

  private final AlarisPump pump = new AlarisPump(SERIAL);

  private static Bytes wire(String text) {
    return Bytes.of(text + "\r", StandardCharsets.ISO_8859_1);
  }

  private String ask(String frame) {
    StringBuilder answers = new StringBuilder();
    for (Reply reply : pump.receive(wire(frame), 0)) {
      answers.append(reply.toBytes().toText(StandardCharsets.ISO_8859_1).replace("\r", ""));
    }
    return answers.toString();
  }

  private String askBody(String body) {
    return ask("!" + body + "|" + AlarisCrc.of(body));
  }

  private void unlock() {
    ask("!REMOTE_CTRL^ENABLED^3CC1|B1F1");
  }

  /** All published strings whose checksum holds; those of other pumps and units are only summed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "INF 4961",
        "INST_SERIALNO 457D",
        "INST_SERIALNO^8002-51740 050B",
        "COMMS_PROTOCOL E8DA",
        "COMMS_RESPONSE_MAX 7E29",
        "COMMS_RESPONSE_MAX^4000^ms DFDF",
        "SYRINGE_STATUS 4102",
        "INF_RATE_MAX_SYRINGE 8F30",
        "INF_RATE_MAX_SYRINGE^1200.00^ml/h 8575",
        "INF_RATE^3.50^ml/h 3885",
        "INF_START 38F3",
        "INF_STOP CD57",
        "INF_VI_CLEAR A706",
        "INF_VTBI 8456",
        "INF_VTBI^ACTIV^11.000^ml^STOP 4433",
        "INF_VTBI^DEACT D8C5",
        "REMQUERY^DEACT F295",
        "REMQUERY^DEACT^^^^ E5C9",
        "ALARM 50B2",
        "8002-51740 3CC1",
        "8002-51733 9535",
        "REMOTE_CTRL^ENABLED^3CC1 B1F1",
        "REMOTE_CTRL^ENABLED^****^PERMIT^0^ms 7BB0",
        "REMOTE_CTRL^DISABLED EF95",
        "REMOTE_CTRL^DISABLED^****^PERMIT^0^ms 3C5D",
        "123456789 29B1", // the algorithm's own check value
      })
  void theChecksumMatchesThePublishedString(String body, String crc) {
    assertThat(AlarisCrc.of(body)).isEqualTo(crc);
  }

  @Test
  void theChecksumMatchesThePublishedStringsWithSpaces() {
    assertThat(AlarisCrc.of("COMMS_PROTOCOL^Asena Rev 2.1.5")).isEqualTo("661A");
    assertThat(AlarisCrc.of("SYRINGE_STATUS^BD PLASTIPAK^ 50^CONF")).isEqualTo("1CF8");
    assertThat(AlarisCrc.of("ALARM^AL_NOALM^ ^ ")).isEqualTo("C73B");
    // Captured from a pump with an occlusion.
    assertThat(
            AlarisCrc.of(
                "INF^8002-51733^A^HLD^0.00^ml/h^^0.969^ml^530.15^mmHg^00:04:09^EVENT^214725"))
        .isEqualTo("DB9D");
  }

  @Test
  void theIdentityAnswerIsThePublishedOneByteForByte() {
    Bytes request =
        Bytes.fromHex(
            "21" // !
                + "494e53545f53455249414c4e4f" // INST_SERIALNO
                + "7c" // |
                + "34353744" // 457D
                + "0d"); // CR
    Bytes answer =
        Bytes.fromHex(
            "21" // !
                + "494e53545f53455249414c4e4f" // INST_SERIALNO
                + "5e" // ^
                + "383030322d3531373430" // 8002-51740
                + "7c" // |
                + "30353042" // 050B
                + "0d"); // CR
    List<Reply> replies = pump.receive(request, 0);
    assertThat(replies).extracting(Reply::toBytes).containsExactly(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "!INST_SERIALNO|457D>!INST_SERIALNO^8002-51740|050B",
        "!COMMS_PROTOCOL|E8DA>!COMMS_PROTOCOL^Asena Rev 2.1.5|661A",
        "!COMMS_RESPONSE_MAX|7E29>!COMMS_RESPONSE_MAX^4000^ms|DFDF",
        "!SYRINGE_STATUS|4102>!SYRINGE_STATUS^BD PLASTIPAK^ 50^CONF|1CF8",
        "!INF_RATE_MAX_SYRINGE|8F30>!INF_RATE_MAX_SYRINGE^1200.00^ml/h|8575",
        "!ALARM|50B2>!ALARM^AL_NOALM^ ^ |C73B",
        "!REMQUERY^DEACT|F295>!REMQUERY^DEACT^^^^|E5C9",
        "!REMOTE_CTRL^ENABLED^3CC1|B1F1>!REMOTE_CTRL^ENABLED^****^PERMIT^0^ms|7BB0",
        "!REMOTE_CTRL^DISABLED|EF95>!REMOTE_CTRL^DISABLED^****^PERMIT^0^ms|3C5D",
      })
  void aPublishedRequestGetsThePublishedAnswer(String request, String answer) {
    assertThat(ask(request)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "!INF_RATE^3.50^ml/h|3885>!INF_RATE^3.50^ml/h|3885",
        "!INF_RATE^0.1^ml/h|B775>!INF_RATE^0.10^ml/h|D407",
        "!INF_STOP|CD57>!INF_STOP|CD57",
        "!INF_VI_CLEAR|A706>!INF_VI_CLEAR|A706",
        "!INF_VTBI^ACTIV^11.000^ml^STOP|4433>!INF_VTBI^ACTIV^11.000^ml^STOP|4433",
        "!INF_VTBI^DEACT|D8C5>!INF_VTBI^DEACT|D8C5",
      })
  void anOrderIsEchoedAfterUnlockingAndMetWithSilenceBefore(String request, String answer) {
    assertThat(ask(request)).isEmpty();
    unlock();
    assertThat(ask(request)).isEqualTo(answer);
  }

  @Test
  void aRunningPumpReportsAsThePublishedSampleDoes() {
    pump.setRate(new BigDecimal("3.50"), 0);
    assertThat(pump.start(0)).isTrue();
    // 0.969 mL at 3.50 mL/h take 996 685.7 ms.
    pump.advance(996_700);
    String reply = pump.receive(wire("!INF|4961"), 996_700).get(0).text();
    assertThat(reply)
        .isEqualTo("INF^8002-51740^-^SET^3.50^ml/h^^0.969^ml^17.91^mmHg^14:00:31^EVENT^127906");
  }

  @Test
  void aStartOverTheLineIsEchoed() {
    unlock();
    ask("!INF_RATE^3.50^ml/h|3885");
    assertThat(ask("!INF_START|38F3")).isEqualTo("!INF_START|38F3");
    assertThat(pump.isRunning()).isTrue();
    assertThat(ask("!INF_START|38F3")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REMOTE_CTRL^ENABLED^9535", // the code of another pump
        "REMOTE_CTRL^ENABLED^3cc1",
        "REMOTE_CTRL^ENABLED",
        "REMQUERY^ACTIV",
        "NONSENSE",
        "INF_VI",
        "INF^1",
        "INF_RATE^1^ml/min",
      })
  void whatTheSourcesDoNotTellIsMetWithSilence(String body) {
    assertThat(askBody(body)).isEmpty();
    assertThat(pump.isRemoteControlled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.09", "1200.01", "0", "-1", "1e3", "3.501", "", ".", "99999", "٣", "+1", "0x1"})
  void aRateThatThePumpCannotDoChangesNothing(String rate) {
    unlock();
    ask("!INF_RATE^3.50^ml/h|3885");
    assertThat(askBody("INF_RATE^" + rate + "^ml/h")).isEmpty();
    assertThat(askBody("INF_RATE")).isEqualTo("!INF_RATE^3.50^ml/h|3885");
  }

  @Test
  void aFrameIsFoundHoweverTheLineCutsIt() {
    Bytes frame = wire("!INF|4961");
    for (int cut = 0; cut <= frame.length(); cut++) {
      AlarisPump fresh = new AlarisPump(SERIAL);
      int answers = fresh.receive(Bytes.of(frame.toArray(), 0, cut), 0).size();
      answers += fresh.receive(Bytes.of(frame.toArray(), cut, frame.length() - cut), 0).size();
      assertThat(answers).as("cut at %d", cut).isEqualTo(1);
    }
  }

  @Test
  void aFrameWithAnyBitFlippedIsNotAnswered() {
    byte[] frame = wire("!ALARM|50B2").toArray();
    for (int bit = 0; bit < frame.length * 8; bit++) {
      byte[] wrong = frame.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(new AlarisPump(SERIAL).receive(Bytes.of(wrong), 0)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void noiseAndHalfFramesBeforeAFrameDoNotHideIt() {
    assertThat(ask("\u0000\u001b!INF|49!INF_STA!ALARM|50B2")).isEqualTo("!ALARM^AL_NOALM^ ^ |C73B");
    assertThat(ask("!" + "x".repeat(10_000))).isEmpty();
    assertThat(ask("!ALARM|50B2")).isEqualTo("!ALARM^AL_NOALM^ ^ |C73B");
  }

  @Test
  void randomBytesNeverUpsetIt() {
    long seed = 20_260_101;
    Random random = new Random(seed);
    byte[] letters = "!|^\rINFRATE0123.ml/h".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 20_000; i++) {
      byte[] chunk = new byte[random.nextInt(40)];
      for (int j = 0; j < chunk.length; j++) {
        chunk[j] =
            random.nextBoolean()
                ? letters[random.nextInt(letters.length)]
                : (byte) random.nextInt(256);
      }
      pump.receive(Bytes.of(chunk), i);
    }
    assertThat(ask("!ALARM|50B2")).as("seed %d", seed).endsWith("!ALARM^AL_NOALM^ ^ |C73B");
    assertThat(Optional.of(pump.isRunning())).contains(false);
  }
}
