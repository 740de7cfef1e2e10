// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisVectors.framed;
import static io.pumpbridge.drivers.alaris.AlarisVectors.joined;
import static io.pumpbridge.drivers.alaris.AlarisVectors.wire;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Abort;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Cut;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Frame;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Item;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Noise;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.profile.Framing;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AlarisFrameReaderTest {

  private static final Bytes FIRST = wire(AlarisVectors.OCCLUSION);
  private static final Bytes SECOND = wire("!ALARM^AL_NOALM^ ^ |C73B");

  /** Feeds the stream in the given pieces and gathers what comes out. */
  private static List<Item> read(Bytes... chunks) {
    AlarisFrameReader reader = AlarisFrameReader.empty();
    List<Item> items = new ArrayList<>();
    for (Bytes chunk : chunks) {
      Cut cut = reader.feed(chunk);
      items.addAll(cut.items());
      reader = cut.next();
      assertThat(reader.held().length()).isLessThan(AlarisFrameReader.MAX_FRAME);
    }
    return items;
  }

  private static List<String> bodies(List<Item> items) {
    List<String> bodies = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Frame frame) {
        bodies.add(frame.body());
      }
    }
    return bodies;
  }

  private static Bytes part(Bytes whole, int from, int to) {
    return Bytes.of(whole.toArray(), from, to - from);
  }

  private static Frame frame(String vector) {
    return new Frame(AlarisVectors.body(vector), vector.length() + 1);
  }

  @Test
  void aReplyIsReadByteForByte() {
    Bytes bytes =
        Bytes.fromHex(
            "21" // ! start
                + "494e53545f53455249414c4e4f" // INST_SERIALNO, the command repeated
                + "5e" // ^ field separator
                + "383030322d3531373430" // 8002-51740
                + "7c" // | checksum separator
                + "30353042" // 050B, CRC over what stands between ! and |
                + "0d"); // CR end
    assertThat(read(bytes)).containsExactly(new Frame("INST_SERIALNO^8002-51740", 31));
  }

  @Test
  void everyPublishedStringIsAFrame() {
    for (String vector : AlarisVectors.ALL) {
      assertThat(read(wire(vector))).as(vector).containsExactly(frame(vector));
    }
  }

  @Test
  void theProfileDescribesThisFraming() throws Exception {
    Framing framing = DeviceProfileReader.readShipped(AlarisDriver.PROFILE).framing();
    assertThat(framing.layout())
        .containsExactly(
            literal(AlarisFrameReader.START),
            Framing.Place.TEXT,
            literal(AlarisFrameReader.CHECKSUM),
            Framing.Place.CHECKSUM,
            literal(AlarisFrameReader.END));
    assertThat(framing.longest()).isEqualTo(AlarisFrameReader.MAX_FRAME);
    assertThat(framing.abort()).hasValue(AlarisFrameReader.ABORT);
    assertThat(framing.fieldSeparator()).hasValue('^');
  }

  private static Framing.Part literal(int value) {
    return new Framing.Literal(Bytes.of(new byte[] {(byte) value}));
  }

  @Test
  void aFrameIsFoundHoweverTheWireCutsIt() {
    Bytes stream = joined(FIRST, SECOND);
    for (int a = 0; a <= stream.length(); a++) {
      for (int b = a; b <= stream.length(); b++) {
        List<Item> items =
            read(part(stream, 0, a), part(stream, a, b), part(stream, b, stream.length()));
        assertThat(items)
            .containsExactly(frame(AlarisVectors.OCCLUSION), frame("!ALARM^AL_NOALM^ ^ |C73B"));
      }
    }
  }

  @Test
  void aTruncatedFrameIsNoiseAndTheNextOneIsFound() {
    for (int length = 0; length < FIRST.length(); length++) {
      List<Item> items = read(part(FIRST, 0, length), SECOND);
      List<Item> expected = new ArrayList<>();
      if (length > 0) {
        expected.add(new Noise(length));
      }
      expected.add(frame("!ALARM^AL_NOALM^ ^ |C73B"));
      assertThat(items).as("cut after %d", length).isEqualTo(expected);
    }
  }

  @Test
  void aFrameThatLostItsBeginningIsNoiseAndTheNextOneIsFound() {
    for (int from = 1; from < FIRST.length(); from++) {
      assertThat(read(part(FIRST, from, FIRST.length()), SECOND))
          .containsExactly(new Noise(FIRST.length() - from), frame("!ALARM^AL_NOALM^ ^ |C73B"));
    }
  }

  @Test
  void aFlippedBitNeverMakesAFrameAndNeverHidesTheNextOne() {
    for (int bit = 0; bit < FIRST.length() * 8; bit++) {
      byte[] bytes = FIRST.toArray();
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      List<Item> items = read(Bytes.of(bytes), SECOND);
      assertThat(bodies(items)).as("bit %d", bit).containsExactly("ALARM^AL_NOALM^ ^ ");
      assertThat(items.stream().mapToInt(Item::byteCount).sum())
          .as("every byte is told once")
          .isEqualTo(FIRST.length() + SECOND.length());
    }
  }

  @Test
  void noiseBeforeAndAfterIsCountedAndHidesNothing() {
    for (int value = 0; value < 256; value++) {
      byte[] noise = new byte[5];
      Arrays.fill(noise, (byte) value);
      Bytes garbage = Bytes.of(noise);
      List<Item> items = read(garbage, FIRST, garbage, SECOND, garbage, FIRST);
      assertThat(bodies(items))
          .as("noise %02x", value)
          .containsExactly(
              AlarisVectors.body(AlarisVectors.OCCLUSION),
              "ALARM^AL_NOALM^ ^ ",
              AlarisVectors.body(AlarisVectors.OCCLUSION));
      int told = items.stream().mapToInt(Item::byteCount).sum();
      assertThat(told).isEqualTo(15 + 2 * FIRST.length() + SECOND.length());
    }
  }

  /** Whatever comes, every byte is told exactly once and a sound frame after it is found. */
  @Test
  void randomBytesAreSurvived() {
    long seed = System.nanoTime();
    System.getLogger("test").log(System.Logger.Level.INFO, "seed={0}", Long.toString(seed));
    Random random = new Random(seed);
    String alphabet = "!|^\r\u001b 0123456789ABCDEFINF_.\n\u00ff";
    for (int round = 0; round < 5_000; round++) {
      AlarisFrameReader reader = AlarisFrameReader.empty();
      int fed = 0;
      int told = 0;
      for (int chunk = 0; chunk < 10; chunk++) {
        byte[] bytes = new byte[random.nextInt(80)];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        Cut cut = reader.feed(Bytes.of(bytes));
        fed += bytes.length;
        told += cut.items().stream().mapToInt(Item::byteCount).sum();
        reader = cut.next();
        assertThat(told + reader.held().length()).as("seed %d", seed).isEqualTo(fed);
        assertThat(reader.held().length()).isLessThan(AlarisFrameReader.MAX_FRAME);
      }
      assertThat(bodies(reader.feed(SECOND).items())).as("seed %d", seed).hasSize(1);
    }
  }

  @Test
  void anEndlessFrameIsGivenUpAtTheLimit() {
    Bytes flood = Bytes.of("!" + "A".repeat(100_000), StandardCharsets.US_ASCII);
    Cut cut = AlarisFrameReader.empty().feed(flood);
    assertThat(cut.items()).containsExactly(new Noise(flood.length()));
    assertThat(cut.next().held()).isEqualTo(Bytes.EMPTY);
    assertThat(bodies(cut.next().feed(SECOND).items())).hasSize(1);
  }

  @Test
  void aFrameOfExactlyTheLimitIsReadAndOneByteMoreIsNot() {
    // '!', body, '|', four digits and CR are 7 bytes more than the body.
    String longest = "INF^" + "x".repeat(AlarisFrameReader.MAX_FRAME - 7 - 4);
    assertThat(bodies(read(framed(longest)))).containsExactly(longest);
    assertThat(bodies(read(framed(longest + "x"), SECOND))).containsExactly("ALARM^AL_NOALM^ ^ ");
  }

  @Test
  void escapeAbortsTheMessageInProgress() {
    Bytes escape = Bytes.fromHex("1b");
    for (int length = 1; length < FIRST.length(); length++) {
      assertThat(read(part(FIRST, 0, length), escape, SECOND))
          .containsExactly(new Abort(length + 1), frame("!ALARM^AL_NOALM^ ^ |C73B"));
    }
    assertThat(read(escape, SECOND)).as("nothing in progress").hasSize(2).contains(new Noise(1));
  }

  @Test
  void aLowerCaseChecksumIsNoChecksum() {
    assertThat(read(wire("!INST_SERIALNO|457d"))).containsExactly(new Noise(20));
  }

  @Test
  void anEmptyBodyIsNoMessage() {
    assertThat(read(wire("!|FFFF"))).containsExactly(new Noise(7));
  }

  @Test
  void aLineFeedAfterTheCarriageReturnIsOneByteOfNoise() {
    assertThat(read(SECOND, Bytes.fromHex("0a"), SECOND))
        .containsExactly(
            frame("!ALARM^AL_NOALM^ ^ |C73B"), new Noise(1), frame("!ALARM^AL_NOALM^ ^ |C73B"));
  }
}
