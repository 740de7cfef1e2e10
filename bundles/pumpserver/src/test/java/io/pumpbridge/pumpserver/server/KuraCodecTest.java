// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class KuraCodecTest {
  private static final String GOLDEN =
      "08ac02" // timestamp (1) = 300
          + "c2b80209" // metric (5000), 9 bytes
          + "0a03736571" // name (1) = "seq"
          + "1002" // type (2) = INT64
          + "2807" // long_value (5) = 7
          + "c2b8020c" // metric, 12 bytes
          + "0a056368616e6e" // name = "chann"
          + "1005" // type = STRING
          + "420131" // string_value (8) = "1"
          + "cab802026869"; // body (5001) = "hi"

  private static byte[] golden() {
    return HexFormat.of().parseHex(GOLDEN);
  }

  private static final KuraPayload MEANING =
      new KuraPayload(
          Optional.of(300L),
          Map.of("seq", 7L, "chann", "1"),
          Bytes.of("hi", StandardCharsets.US_ASCII));

  @Test
  void knownBytesAreRead() {
    assertThat(KuraCodec.decode(golden())).contains(MEANING);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    KuraPayload payload =
        new KuraPayload(
            Optional.of(1L),
            Map.of("a", "text", "b", 1L, "c", 2, "d", true, "e", Bytes.fromHex("00ff")),
            Bytes.EMPTY);
    assertThat(KuraCodec.decode(KuraCodec.encode(payload))).contains(payload);
  }

  @Test
  void packedBytesAreUnpackedButNotWithoutLimit() throws IOException {
    assertThat(KuraCodec.decode(packed(golden()))).contains(MEANING);
    assertThat(KuraCodec.decode(packed(new byte[KuraCodec.MAX_BYTES + 1]))).isEmpty();
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  @Test
  void aMetricWithoutItsValueOrWithItsNameTwiceIsNoPayload() {
    byte[] withoutValue = HexFormat.of().parseHex("c2b80207" + "0a03736571" + "1002");
    byte[] twice = HexFormat.of().parseHex(("c2b80209" + "0a03736571" + "1002" + "2807").repeat(2));
    assertThat(KuraCodec.decode(withoutValue)).isEmpty();
    assertThat(KuraCodec.decode(twice)).isEmpty();
  }

  /** Cut, flipped or random: an answer, never an exception. */
  @Test
  void readingIsTotal() {
    byte[] golden = golden();
    for (int length = 0; length < golden.length; length++) {
      assertThat(KuraCodec.decode(Arrays.copyOf(golden, length)))
          .isNotEqualTo(Optional.of(MEANING));
    }
    for (int bit = 0; bit < golden.length * 8; bit++) {
      byte[] bad = golden.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(KuraCodec.decode(bad)).as("bit %d", bit).isNotEqualTo(Optional.of(MEANING));
    }
    long seed = 20261123;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      assertThat(KuraCodec.decode(noise)).as("seed %d round %d", seed, i).isNotNull();
    }
  }
}
