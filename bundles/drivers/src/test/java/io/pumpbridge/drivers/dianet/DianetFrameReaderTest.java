// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.dianet.DianetFrameReader.Cut;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Frame;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Item;
import io.pumpbridge.drivers.dianet.DianetFrameReader.Noise;
import io.pumpbridge.drivers.testing.FrameReaderContract;
import io.pumpbridge.model.measure.Bytes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DianetFrameReaderTest extends FrameReaderContract {

  @Override
  protected Reader reader() {
    return new Reader() {
      private DianetFrameReader reader = DianetFrameReader.empty();

      @Override
      public List<Heard> feed(Bytes chunk) {
        Cut cut = reader.feed(chunk);
        reader = cut.next();
        return cut.items().stream().map(DianetFrameReaderTest::heard).toList();
      }

      @Override
      public int held() {
        return reader.held().length();
      }
    };
  }

  /** A frame counts as accepted once it is understood as a reply; a session takes no other. */
  private static Heard heard(Item item) {
    if (item instanceof Frame frame
        && !(DianetReply.from(frame.content()) instanceof DianetReply.Other)) {
      return new Heard(frame.content().toHex(), frame.byteCount());
    }
    return Heard.noise(item.byteCount());
  }

  @Override
  protected List<Bytes> frames() {
    return List.of(
        DianetVectors.ack(0, 0x01, DianetVectors.IDENTITY_DATA),
        DianetVectors.ack('B', 0x02, DianetVectors.STATUS_DATA),
        DianetVectors.ack(0, 0x03, DianetVectors.ACTUAL_DATA),
        DianetVectors.ack('A', 0x04, DianetVectors.TARGETS_DATA),
        DianetVectors.ack(0, 0x06, DianetVectors.LIMITS_DATA),
        DianetVectors.ack('Z', 0x12, ""),
        DianetVectors.nak(0, 0x10, 0x05));
  }

  @Override
  protected int limit() {
    return DianetFrameReader.MAX_FRAME;
  }

  @Override
  protected int checksumBits() {
    return 16;
  }

  @Override
  protected Bytes delimiters() {
    return Bytes.fromHex("7e7d805e5da0000615");
  }

  /**
   * As the contract wants it, but for one piece: a frame that lacks nothing but its last flag is
   * whole as soon as the next frame's flag comes, because two frames may share one.
   */
  @Override
  @Test
  protected void aTruncatedFrameIsNoFrameAndTheNextOneIsFound() {
    for (Bytes frame : frames()) {
      String whole = frame.toHex();
      for (int length = 0; length < frame.length(); length++) {
        String head = whole.substring(0, 2 * length);
        String tail = whole.substring(whole.length() - 2 * length);
        assertThat(frames(head)).isEmpty();
        assertThat(frames(tail)).isEmpty();
        boolean lacksOnlyItsFlag = length == frame.length() - 1;
        assertThat(frames(head + DianetVectors.IDENT.toHex()))
            .containsExactlyElementsOf(
                lacksOnlyItsFlag
                    ? List.of(DianetVectors.content(frame).toHex(), "0001")
                    : List.of("0001"));
        assertThat(frames(tail + DianetVectors.IDENT.toHex())).containsExactly("0001");
      }
    }
  }

  private static List<String> frames(String hex) {
    return read(hex).stream()
        .flatMap(
            item ->
                item instanceof Frame frame ? Stream.of(frame.content().toHex()) : Stream.empty())
        .toList();
  }

  private static List<Item> read(String hex) {
    return DianetFrameReader.empty().feed(Bytes.fromHex(hex)).items();
  }

  private static Frame frame(String content, int byteCount) {
    return new Frame(Bytes.fromHex(content), byteCount);
  }

  @Test
  void thePublishedFramesAreReadByteForByte() {
    assertThat(
            read(
                "7e" // flag
                    + "00" // address: none
                    + "01" // segment IDENT
                    + "1d0e" // checksum
                    + "7e")) // flag
        .containsExactly(frame("0001", 6));
    assertThat(read(DianetVectors.START.toHex())).containsExactly(frame("41110001", 8));
    assertThat(read(DianetVectors.REMOTE_ONLY.toHex()))
        .containsExactly(
            frame(
                "00" // address: none
                    + "10" // segment CC_MODE
                    + "ed3fcfc6" // 12C03039 inverted
                    + "02" // mode: remote only
                    + "41" // new address A
                    + "ffffffff", // clock unchanged
                16));
    assertThat(read(DianetVectors.RATE_12_50.toHex()))
        .containsExactly(frame("4112" + "000004e2" + "ff".repeat(35), 45));
  }

  @Test
  void flagEscapeAndMonitorByteAreStuffedAndUnstuffed() {
    Bytes wire = DianetVectors.framed("417e7d80");
    assertThat(wire.toHex()).startsWith("7e" + "41" + "7d5e" + "7d5d" + "7da0");
    assertThat(read(wire.toHex())).containsExactly(frame("417e7d80", wire.length()));
  }

  @Test
  void theChecksumIsStuffedToo() {
    int found = 0;
    for (int value = 0; value < 0x10000; value++) {
      Bytes wire = DianetVectors.framed(String.format("%04x", value));
      boolean stuffed = wire.toHex().substring(6).contains("7d");
      found += stuffed ? 1 : 0;
      assertThat(DianetVectors.content(wire).toHex()).isEqualTo(String.format("%04x", value));
    }
    assertThat(found).isPositive();
  }

  @Test
  void framesMayShareTheFlagBetweenThem() {
    assertThat(read("7e00011d0e7e00011d0e7e")).containsExactly(frame("0001", 6), frame("0001", 5));
    assertThat(read("7e00011d0e7e" + "7e00011d0e7e"))
        .containsExactly(frame("0001", 6), frame("0001", 6));
    assertThat(read("7e7e7e00011d0e7e7e")).containsExactly(new Noise(2), frame("0001", 6));
  }

  @Test
  void theFlagThatEndsADamagedFrameMayBeginASoundOne() {
    assertThat(read("7e00011d0f7e00011d0e7e")).containsExactly(new Noise(5), frame("0001", 6));
  }

  @Test
  void aMonitorByteThatIsNotStuffedIsAFramingError() {
    assertThat(read("7e0080011d0e7e")).containsExactly(new Noise(6));
    assertThat(read("7e0080011d0e7e00011d0e7e")).containsExactly(new Noise(6), frame("0001", 6));
  }

  @Test
  void onlyWhatMustBeStuffedMayBe() {
    assertThat(read("7e7d2001" + "1d0e7e")).as("00, stuffed").containsExactly(new Noise(6));
    assertThat(read("7e00011d0e7d7e")).as("an escape and nothing").containsExactly(new Noise(6));
  }

  @Test
  void aFrameLongerThanAnyReplyIsNone() {
    Bytes longest = DianetVectors.framed("00" + "41".repeat(DianetFrameReader.MAX_FRAME - 5));
    assertThat(longest.length()).isEqualTo(DianetFrameReader.MAX_FRAME);
    assertThat(read(longest.toHex())).hasSize(1).first().isInstanceOf(Frame.class);
    Bytes longer = DianetVectors.framed("00" + "41".repeat(DianetFrameReader.MAX_FRAME - 4));
    assertThat(read(longer.toHex())).noneMatch(item -> item instanceof Frame);
    assertThat(((Integer) ((Map<?, ?>) DianetProfiles.tree().get("framing")).get("longest")))
        .isEqualTo(DianetFrameReader.MAX_FRAME);
  }
}
