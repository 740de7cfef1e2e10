// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.framed;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.joined;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.wire;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Control;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Cut;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Damaged;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Frame;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Item;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.LinkError;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Noise;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Refusal;
import io.pumpbridge.drivers.fresenius.FreseniusFrameReader.Signal;
import io.pumpbridge.drivers.testing.FrameReaderContract;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FreseniusFrameReaderTest extends FrameReaderContract {

  @Override
  protected Reader reader() {
    return new Reader() {
      private FreseniusFrameReader reader = FreseniusFrameReader.empty();

      @Override
      public List<Heard> feed(Bytes chunk) {
        Cut cut = reader.feed(chunk);
        reader = cut.next();
        return cut.items().stream()
            .map(
                item ->
                    item instanceof Frame frame
                        ? new Heard(frame.text(), frame.byteCount())
                        : Heard.noise(item.byteCount()))
            .toList();
      }

      @Override
      public int held() {
        return reader.held().length();
      }
    };
  }

  @Override
  protected List<Bytes> frames() {
    return List.of(
        framed("0DC"),
        framed("1C;d0037"),
        framed("1C;a0000;e0000;m0001;d0037;r00001388"),
        framed("C;bPILOTE"),
        framed("2E;d0040"));
  }

  @Override
  protected int limit() {
    return FreseniusFrameReader.MAX_FRAME;
  }

  @Override
  protected int checksumBits() {
    return 8;
  }

  @Override
  protected Bytes delimiters() {
    return Bytes.fromHex("02031506051430313238");
  }

  private static List<Item> read(Bytes... chunks) {
    FreseniusFrameReader reader = FreseniusFrameReader.empty();
    List<Item> items = new ArrayList<>();
    for (Bytes chunk : chunks) {
      Cut cut = reader.feed(chunk);
      items.addAll(cut.items());
      reader = cut.next();
    }
    return items;
  }

  @Test
  void theBaseIsOpenedByteForByte() {
    Bytes bytes =
        Bytes.fromHex(
            "02" // STX
                + "30" // 0, the base's address
                + "4443" // DC, open
                + "3438" // 48, FF minus (30 + 44 + 43)
                + "03"); // ETX
    assertThat(read(bytes)).containsExactly(new Frame("0DC", 7));
  }

  @Test
  void everyPublishedFrameIsAFrame() {
    assertThat(read(wire("0DC", "48"))).containsExactly(new Frame("0DC", 7));
    assertThat(read(wire("1LE;d", "9E"))).containsExactly(new Frame("1LE;d", 9));
    assertThat(read(wire("0LE;b", "A1"))).containsExactly(new Frame("0LE;b", 9));
    assertThat(read(wire("1LP", "32"))).containsExactly(new Frame("1LP", 7));
    assertThat(read(wire("DC", "78"))).containsExactly(new Frame("DC", 6));
  }

  @Test
  void singleBytesBetweenFramesAreSignals() {
    assertThat(read(Bytes.fromHex("050614"), framed("0C"), Bytes.fromHex("06")))
        .containsExactly(
            new Control(Signal.CALL, 1),
            new Control(Signal.ACKNOWLEDGED, 1),
            new Control(Signal.PRESENT, 1),
            new Frame("0C", 6),
            new Control(Signal.ACKNOWLEDGED, 1));
  }

  @Test
  void aRefusalHasItsCodeHoweverTheWireCutsIt() {
    assertThat(read(Bytes.fromHex("1536"))).containsExactly(new Refusal(0x36, 2));
    assertThat(read(Bytes.fromHex("15"), Bytes.fromHex("32")))
        .containsExactly(new Refusal(0x32, 2));
    assertThat(read(Bytes.fromHex("15"), framed("0C")))
        .containsExactly(new Refusal(Refusal.NO_CODE, 1), new Frame("0C", 6));
    assertThat(read(Bytes.fromHex("1505")))
        .containsExactly(new Refusal(Refusal.NO_CODE, 1), new Control(Signal.CALL, 1));
  }

  @Test
  void aCallInAnUnfinishedFrameIsStillACall() {
    assertThat(read(Bytes.fromHex("02314305"), framed("1C")))
        .containsExactly(new Noise(3), new Control(Signal.CALL, 1), new Frame("1C", 6));
  }

  @Test
  void aWholeFrameWithAWrongSumIsDamaged() {
    assertThat(read(wire("1C;d0037", "00"))).containsExactly(new Damaged(LinkError.CHECKSUM, 12));
  }

  @Test
  void aLowerCaseChecksumIsNone() {
    assertThat(read(wire("1LE;d", "9e"))).containsExactly(new Damaged(LinkError.CHECKSUM, 9));
  }

  @Test
  void aByteWithAnEighthBitIsADamagedCharacter() {
    byte[] bytes = framed("1C;d0037").toArray();
    bytes[3] |= (byte) 0x80;
    assertThat(read(Bytes.of(bytes))).containsExactly(new Damaged(LinkError.CHARACTER, 12));
  }

  @Test
  void anEmptyTextIsNoFrame() {
    assertThat(read(wire("", "FF"))).containsExactly(new Noise(4));
  }

  @Test
  void theLongestFrameIsReadAndALongerOneIsNot() {
    String longest = "1" + "x".repeat(FreseniusFrameReader.MAX_TEXT);
    assertThat(read(framed(longest))).containsExactly(new Frame(longest, 85));
    assertThat(read(framed(longest + "x"), framed("0C")))
        .containsExactly(new Noise(86), new Frame("0C", 6));
  }

  @Test
  void anotherControlCharacterEndsAFrame() {
    assertThat(read(Bytes.of("\u00021C\r", StandardCharsets.US_ASCII), framed("0C")))
        .containsExactly(new Noise(4), new Frame("0C", 6));
  }

  @Test
  void startInAFrameBeginsAnother() {
    assertThat(read(joined(Bytes.fromHex("023143"), framed("2C"))))
        .containsExactly(new Noise(3), new Frame("2C", 6));
  }
}
