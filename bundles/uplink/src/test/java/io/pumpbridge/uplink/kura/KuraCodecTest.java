// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KuraCodecTest {
  /** Written by hand from the field numbers; every type once. */
  private static final Bytes GOLDEN =
      hex(
          "08 e8 07", // field 1, varint: timestamp 1000
          "12 12", // field 2, 18 bytes: position
          "  09 00 00 00 00 00 00 49 40", //   field 1, fixed64: latitude 50.0
          "  11 00 00 00 00 00 00 20 40", //   field 2, fixed64: longitude 8.0
          "c2 b8 02 0f", // field 5000 (5000 << 3 | 2 = 40002), 15 bytes: metric
          "  0a 04 6c 61 6e 65", //   field 1: name "lane"
          "  10 05", //   field 2: type STRING
          "  42 05 61 6c 61 72 6d", //   field 8: "alarm"
          "c2 b8 02 09", // metric
          "  0a 03 73 65 71 10 02 28 07", //   "seq", INT64, field 5: 7
          "c2 b8 02 09", // metric
          "  0a 02 72 63 10 03 30 c8 01", //   "rc", INT32, field 6: 200
          "c2 b8 02 07", // metric
          "  0a 01 62 10 04 38 01", //   "b", BOOL, field 7: true
          "c2 b8 02 0e", // metric
          "  0a 01 64 10 00 19 00 00 00 00 00 00 e0 3f", //   "d", DOUBLE, field 3: 0.5
          "c2 b8 02 0a", // metric
          "  0a 01 66 10 01 25 00 00 c0 3f", //   "f", FLOAT, field 4: 1.5
          "c2 b8 02 09", // metric
          "  0a 01 79 10 06 4a 02 00 ff", //   "y", BYTES, field 9: 00 ff
          "ca b8 02 02 7b 7d"); // field 5001 (40010), 2 bytes: body "{}"

  private static final KuraPayload MEANT = meant();

  private static KuraPayload meant() {
    Map<String, KuraValue> metrics = new LinkedHashMap<>();
    metrics.put("lane", new KuraValue.Text("alarm"));
    metrics.put("seq", new KuraValue.Int64(7));
    metrics.put("rc", new KuraValue.Int32(200));
    metrics.put("b", new KuraValue.Flag(true));
    metrics.put("d", new KuraValue.Double64(0.5));
    metrics.put("f", new KuraValue.Float32(1.5f));
    metrics.put("y", new KuraValue.Binary(Bytes.fromHex("00ff")));
    return new KuraPayload(
        Optional.of(Instant.ofEpochMilli(1000)),
        Optional.of(new KuraPosition(50, 8)),
        metrics,
        Optional.of(Bytes.of("{}", UTF_8)));
  }

  private static Bytes hex(String... parts) {
    return Bytes.fromHex(String.join("", parts).replace(" ", ""));
  }

  private static KuraPayload good(byte[] bytes) {
    assertThat(KuraCodec.decode(bytes)).isInstanceOf(Decoded.Good.class);
    return ((Decoded.Good) KuraCodec.decode(bytes)).payload();
  }

  private static String badCode(byte[] bytes) {
    assertThat(KuraCodec.decode(bytes)).isInstanceOf(Decoded.Bad.class);
    return ((Decoded.Bad) KuraCodec.decode(bytes)).code();
  }

  @Test
  void theGoldenBytesAreRead() {
    assertThat(good(GOLDEN.toArray())).isEqualTo(MEANT);
    assertThat(good(GOLDEN.toArray()).metrics().keySet())
        .containsExactly("lane", "seq", "rc", "b", "d", "f", "y");
  }

  @Test
  void theGoldenBytesAreWritten() {
    assertThat(KuraCodec.encode(MEANT)).isEqualTo(GOLDEN);
  }

  @Test
  void nothingAtAllIsAnEmptyPayload() {
    assertThat(good(new byte[0])).isEqualTo(KuraPayload.builder().build());
  }

  @Test
  void extremesSurviveTheWire() {
    KuraPayload payload =
        KuraPayload.builder()
            .sentOn(Instant.ofEpochMilli(-1))
            .metric("", "")
            .metric("min", Long.MIN_VALUE)
            .metric("max", Long.MAX_VALUE)
            .metric("negative", new KuraValue.Int32(-1))
            .metric("text", "é\u0000\uD83D\uDE00")
            .body(Bytes.EMPTY)
            .build();
    assertThat(good(KuraCodec.encode(payload).toArray())).isEqualTo(payload);
  }

  @Test
  void aCutIsNoticedUnlessItFallsBetweenTwoFields() {
    byte[] whole = GOLDEN.toArray();
    int readable = 0;
    for (int length = 0; length < whole.length; length++) {
      Decoded decoded = KuraCodec.decode(Bytes.of(whole, 0, length).toArray());
      if (decoded instanceof Decoded.Good good) {
        readable++;
        assertThat(good.payload()).isNotEqualTo(MEANT);
      }
    }
    assertThat(readable).isEqualTo(10); // before each of the 10 fields
  }

  @Test
  void everyFlippedBitGivesAnAnswerThatCanBeWrittenAgain() {
    byte[] bytes = GOLDEN.toArray();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      if (KuraCodec.decode(bytes) instanceof Decoded.Good good) {
        byte[] again = KuraCodec.encode(good.payload()).toArray();
        assertThat(good(again)).as("bit %d", bit).isEqualTo(good.payload());
      }
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  @Test
  void noiseGivesAnAnswer() {
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      assertThat(KuraCodec.decode(noise)).as("seed %d", seed).isNotNull();
    }
  }

  @Test
  void extensionsAndUnknownFieldsArePassedOver() {
    Bytes with =
        hex(
            "18 01", // field 3, an extension, varint
            "8a b8 02 01 aa", // field 4993, an extension, bytes
            "08 e8 07",
            "d0 b8 02 05", // field 5002, later than we know
            "c2 b8 02 0a 0a 01 62 10 04 38 01 a0 06 01"); // a metric with a field 100
    KuraPayload payload = good(with.toArray());
    assertThat(payload.sentOn()).contains(Instant.ofEpochMilli(1000));
    assertThat(payload.metrics()).containsOnly(Map.entry("b", new KuraValue.Flag(true)));
  }

  @Test
  void whatCouldBeReadInTwoWaysIsNotRead() {
    String metric = "c2 b8 02 07 0a 01 62 10 04 38 01";
    assertThat(badCode(hex(metric, metric).toArray())).as("same name").isEqualTo("malformed");
    assertThat(badCode(hex("c2 b8 02 05 10 04 38 01 00").toArray())).isEqualTo("malformed");
    assertThat(badCode(hex("c2 b8 02 04 10 04 38 01").toArray())).as("no name").isNotEmpty();
    assertThat(badCode(hex("c2 b8 02 05 0a 01 62 38 01").toArray())).as("no type").isNotEmpty();
    assertThat(badCode(hex("c2 b8 02 05 0a 01 62 10 04").toArray())).as("no value").isNotEmpty();
    assertThat(badCode(hex("c2 b8 02 07 0a 01 62 10 05 38 01").toArray())).as("other").isNotEmpty();
    assertThat(badCode(hex("c2 b8 02 07 0a 01 62 10 07 38 01").toArray())).as("type").isNotEmpty();
    assertThat(badCode(hex("0d 00 00 00 00").toArray())).as("wire type").isEqualTo("malformed");
    assertThat(badCode(hex("c2 b8 02 07 0a 01 ff 10 04 38 01").toArray())).as("UTF-8").isNotEmpty();
  }

  /** Protobuf takes the last, or merges; others take the first. */
  @Test
  void whatComesTwiceIsNotRead() {
    String position = "12 12 09 00 00 00 00 00 00 00 00 11 00 00 00 00 00 00 00 00";
    assertThat(good(hex(position).toArray()).position()).isPresent();
    String[] twice = {
      "ca b8 02 01 61 ca b8 02 01 62", // body
      "08 01 08 02", // timestamp
      position + position,
      "c2 b8 02 0a 0a 01 62 0a 01 63 10 04 38 01", // name
      "c2 b8 02 09 0a 01 62 10 02 10 04 38 01", // type
      "c2 b8 02 09 0a 01 62 10 04 38 00 38 01", // value
      "c2 b8 02 09 0a 01 62 10 04 28 05 38 01", // a value of another type beside it
    };
    for (String each : twice) {
      assertThat(badCode(hex(each).toArray())).as(each).isEqualTo("malformed");
    }
  }

  @Test
  void everyTypeNumberOutsideTheSevenIsRefused() {
    for (int type : new int[] {7, 8, 127, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      ByteArrayOutputStream metric = new ByteArrayOutputStream();
      metric.writeBytes(hex("0a 01 62 10").toArray());
      for (long rest = type; ; rest >>>= 7) {
        metric.write((int) (rest & 0x7f) | (rest >>> 7 == 0 ? 0 : 0x80));
        if (rest >>> 7 == 0) {
          break;
        }
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(hex("c2 b8 02").toArray());
      whole.write(metric.size());
      whole.writeBytes(metric.toByteArray());
      assertThat(badCode(whole.toByteArray())).as("type %d", type).isEqualTo("malformed");
    }
  }

  @Test
  void groupsAreRefusedHoweverDeep() {
    byte[] nested = new byte[10_000];
    java.util.Arrays.fill(nested, (byte) 0x1b); // field 3, start of a group
    assertThat(badCode(nested)).isEqualTo("malformed");
    assertThat(badCode(new byte[] {0x1c})).as("an end without a start").isEqualTo("malformed");
  }

  @Test
  void asManyMetricsAsTheLimitAllowsAndNotOneMore() {
    KuraPayload.Builder builder = KuraPayload.builder();
    for (int i = 0; i < KuraCodec.MAX_METRICS; i++) {
      builder.metric("m" + i, i);
    }
    assertThat(good(KuraCodec.encode(builder.build()).toArray()).metrics())
        .hasSize(KuraCodec.MAX_METRICS);
    builder.metric("one more", 1);
    assertThat(badCode(KuraCodec.encode(builder.build()).toArray())).isEqualTo("malformed");
  }

  @Test
  void aLengthThatPromisesMoreThanThereIsCostsNothing() {
    assertThat(badCode(hex("ca b8 02 ff ff ff ff 07").toArray())).isEqualTo("malformed");
    assertThat(badCode(hex("ca b8 02 ff ff ff ff 0f").toArray())).isEqualTo("malformed");
    assertThat(badCode(hex("c2 b8 02 ff ff ff ff 0f").toArray())).isEqualTo("malformed");
  }

  @Test
  void tooLargeAndCompressedPayloadsAreToldApart() {
    assertThat(badCode(new byte[KuraCodec.MAX_BYTES + 1])).isEqualTo("too-large");
    assertThat(badCode(new byte[] {0x1f, (byte) 0x8b, 8, 0})).isEqualTo("compressed");
  }
}
