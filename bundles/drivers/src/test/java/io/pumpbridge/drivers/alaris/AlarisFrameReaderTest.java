// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisVectors.framed;
import static io.pumpbridge.drivers.alaris.AlarisVectors.wire;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.alaris.AlarisFrameReader.Abort;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Cut;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Frame;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Item;
import io.pumpbridge.drivers.alaris.AlarisFrameReader.Noise;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.profile.Framing;
import io.pumpbridge.drivers.testing.FrameReaderContract;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlarisFrameReaderTest extends FrameReaderContract {

  private static final Bytes FIRST = wire(AlarisVectors.OCCLUSION);
  private static final Bytes SECOND = wire("!ALARM^AL_NOALM^ ^ |C73B");

  @Override
  protected Reader reader() {
    return new Reader() {
      private AlarisFrameReader reader = AlarisFrameReader.empty();

      @Override
      public List<Heard> feed(Bytes chunk) {
        Cut cut = reader.feed(chunk);
        reader = cut.next();
        return cut.items().stream().map(AlarisFrameReaderTest::heard).toList();
      }

      @Override
      public int held() {
        return reader.held().length();
      }
    };
  }

  private static Heard heard(Item item) {
    return item instanceof Frame frame
        ? new Heard(frame.body(), frame.byteCount())
        : Heard.noise(item.byteCount());
  }

  @Override
  protected List<Bytes> frames() {
    return AlarisVectors.ALL.stream().map(AlarisVectors::wire).toList();
  }

  @Override
  protected int limit() {
    return AlarisFrameReader.MAX_FRAME;
  }

  @Override
  protected int checksumBits() {
    return 16;
  }

  @Override
  protected Bytes delimiters() {
    return Bytes.of("!^|\r\u001b0F", StandardCharsets.ISO_8859_1);
  }

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
