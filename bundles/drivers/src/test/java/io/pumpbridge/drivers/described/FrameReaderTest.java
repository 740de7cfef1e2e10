// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.described.FrameReader.Cut;
import io.pumpbridge.drivers.described.FrameReader.Frame;
import io.pumpbridge.drivers.described.FrameReader.Item;
import io.pumpbridge.drivers.testing.FrameReaderContract;
import io.pumpbridge.drivers.testing.FrameReaderContract.Heard;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The one reader of all described protocols, against each shape that is shipped. */
final class FrameReaderTest {

  private static FrameShape shape(String profile) {
    return DescribedProfiles.shape(DescribedProfiles.shipped(profile));
  }

  private static Heard heard(Item item) {
    return item instanceof Frame frame
        ? new Heard(frame.text(), frame.byteCount())
        : Heard.noise(item.byteCount());
  }

  private abstract static class OfShape extends FrameReaderContract {
    private final FrameShape shape;
    private final List<String> texts;
    private final String delimiters;

    OfShape(String profile, String delimiters, String... texts) {
      this.shape = shape(profile);
      this.delimiters = delimiters;
      this.texts = List.of(texts);
    }

    @Override
    protected Reader reader() {
      return new Reader() {
        private FrameReader reader = FrameReader.of(shape);

        @Override
        public List<Heard> feed(Bytes chunk) {
          Cut cut = reader.feed(chunk);
          reader = cut.next();
          return cut.items().stream().map(FrameReaderTest::heard).toList();
        }

        @Override
        public int held() {
          return reader.held().length();
        }
      };
    }

    /** Made by the shape, whose own frames the golden bytes below check. */
    @Override
    protected List<Bytes> frames() {
      return texts.stream().map(shape::encode).toList();
    }

    @Override
    protected int limit() {
      return shape.framing().longest();
    }

    @Override
    protected int checksumBits() {
      return shape.checksum().bits();
    }

    @Override
    protected Bytes delimiters() {
      return Bytes.of(delimiters, StandardCharsets.ISO_8859_1);
    }
  }

  @Nested
  final class As50 extends OfShape {
    As50() {
      super("baxter-as50", "[]=?", "PRIRATE=12.5", "DEV=10001", "STATUS=RUN", "ACK", "PRIRATE=0.0");
    }
  }

  @Nested
  final class Graseby extends OfShape {
    Graseby() {
      super(
          "graseby-3000",
          "<>09AF",
          "A40C20A0012.50100.0050.0",
          "A4000A010001    ",
          "A4000A0300044",
          "M");
    }
  }

  @Nested
  final class Miva extends OfShape {
    Miva() {
      super("zyno-miva", "\u0002\u000309AF", "RN00010001", "RS6.1", "Q5000003E8", "Q11");
    }
  }

  @Nested
  final class Ne1000 extends OfShape {
    Ne1000() {
      super(
          "new-era-ne1000",
          "\u0002\u0003\u0009",
          "00SNE1000V3.92",
          "00I5.000MH",
          "00A?R",
          "00S?OOR");
    }
  }

  /** The vectors of the public sources, byte by byte; see the profiles for which source. */
  @Test
  void requestsAreWrittenAsTheSourcesHaveThem() {
    assertThat(shape("baxter-as50").encode("STATUS?"))
        .isEqualTo(
            Bytes.fromHex(
                "5b" // [
                    + "5354415455533f" // STATUS?
                    + "5d" // ]
                    + "c34b")); // CRC-16/XMODEM, raw
    assertThat(as50("DEV?")).isEqualTo("8b1c");
    assertThat(as50("PRIRATE?")).isEqualTo("3444");
    assertThat(as50("BOLRAT?")).isEqualTo("1278");
    assertThat(as50("BOLSIZ?")).isEqualTo("26eb");
    assertThat(as50("LBOLUS?")).isEqualTo("37b7");
    assertThat(as50("EXIT")).isEqualTo("bbee");
    assertThat(as50("RESEND")).isEqualTo("db6b"); // the vendor's own: 219, 107
    assertThat(graseby("Y")).isEqualTo("<09Y3801>");
    assertThat(graseby("M")).isEqualTo("<09M773C>");
    assertThat(graseby("D")).isEqualTo("<09DEAFD>");
    assertThat(graseby("I10")).isEqualTo("<0BI100F6F>");
    assertThat(shape("zyno-miva").encode("*IDN?").toHex()).isEqualTo("022a49444e3f343403");
    assertThat(shape("zyno-miva").encode(":SERIAL?").toHex())
        .isEqualTo("02" + "3a53455249414c3f" + "3339" + "03");
    assertThat(shape("new-era-ne1000").encode("0SAF0").toHex())
        .isEqualTo(
            "02" // STX
                + "09" // 9 bytes from here on
                + "3053414630" // 0SAF0
                + "59ad" // CRC-16/XMODEM of the text
                + "03"); // ETX; as nesp-lib sends it
    assertThat(shape("new-era-ne1000").checksum().of(text("0VER"), 0, 4)).isEqualTo(0x4809);
    assertThat(shape("new-era-ne1000").checksum().of(text("SAF0"), 0, 4)).isEqualTo(0x5543);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String as50(String text) {
    String hex = shape("baxter-as50").encode(text).toHex();
    return hex.substring(hex.length() - 4);
  }

  private static String graseby(String text) {
    return shape("graseby-3000").encode(text).toText(StandardCharsets.US_ASCII);
  }

  private static List<String> read(FrameShape shape, String stream) {
    return Stream.of(FrameReader.of(shape).feed(Bytes.of(stream, StandardCharsets.ISO_8859_1)))
        .flatMap(cut -> cut.items().stream())
        .filter(Frame.class::isInstance)
        .map(item -> ((Frame) item).text())
        .toList();
  }

  /** Raw checksum bytes may be brackets: [N=1] is followed by two of them for some N. */
  @Test
  void aChecksumThatLooksLikeADelimiterIsNone() {
    FrameShape shape = shape("baxter-as50");
    int found = 0;
    for (int i = 0; i < 200_000 && found < 3; i++) {
      String text = "PRIRATE=" + i;
      byte[] frame = shape.encode(text).toArray();
      int last = frame.length - 1;
      if (Arrays.asList((byte) '[', (byte) ']')
          .containsAll(List.of(frame[last], frame[last - 1]))) {
        found++;
        assertThat(read(shape, new String(frame, StandardCharsets.ISO_8859_1)))
            .containsExactly(text);
      }
    }
    assertThat(found).isEqualTo(3);
  }

  @Test
  void aLengthThatIsWrongIsNoFrameEvenIfTheChecksumHolds() {
    FrameShape shape = shape("graseby-3000");
    String lying = "<0AY";
    int crc = shape.checksum().of(text(lying), 0, lying.length());
    assertThat(read(shape, lying + String.format("%04X", crc) + ">" + "<09Y3801>"))
        .containsExactly("Y");
    assertThat(read(shape, "<09y3801><0gY3801><09Y380a><09Y3801>")).containsExactly("Y");
  }

  @Test
  void anEmptyTextIsNoFrame() {
    FrameShape shape = shape("baxter-as50");
    int crc = shape.checksum().of(text("[]"), 0, 2);
    assertThat(read(shape, "[]" + (char) (crc >> 8) + (char) (crc & 0xff) + "[ACK]")).isEmpty();
  }
}
