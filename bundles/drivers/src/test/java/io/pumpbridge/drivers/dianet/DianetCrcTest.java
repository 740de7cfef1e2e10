// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class DianetCrcTest {

  private static int crc(Bytes bytes) {
    return DianetCrc.of(bytes.toArray(), bytes.length());
  }

  /** 29B1 would be the common form, which is augmented. */
  @Test
  void theDigitsOneToNineGiveA69D() {
    assertThat(crc(Bytes.of("123456789", StandardCharsets.US_ASCII))).isEqualTo(0xa69d);
    assertThat(DianetProfiles.tree().get("checksum"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .contains(
            Map.entry("polynomial", "1021"),
            Map.entry("initial", "ffff"),
            Map.entry("augmented", false),
            Map.entry("check_123456789", "a69d"));
  }

  @Test
  void withTwoBytesOfZeroBehindTheMessageItIsPlainCcittBegunOtherwise() {
    for (Bytes vector : DianetVectors.PUBLISHED) {
      byte[] frame = DianetVectors.content(vector).toArray();
      int crc = 0x1d0f;
      for (int i = 0; i < frame.length; i++) {
        crc ^= (frame[i] & 0xff) << 8;
        for (int bit = 0; bit < 8; bit++) {
          crc = ((crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
        }
      }
      byte[] padded = Arrays.copyOf(frame, frame.length + 2);
      assertThat(DianetCrc.of(padded, padded.length)).isEqualTo(crc);
    }
  }

  /** Known weakness of the form, so that nobody takes the checksum for more than it is. */
  @Test
  void theSameChangeInTheLastByteAndInTheChecksumPasses() {
    Bytes sound = Bytes.fromHex("0002150900");
    int crc = crc(sound);
    for (int change = 1; change < 256; change++) {
      byte[] changed = sound.toArray();
      changed[changed.length - 1] ^= (byte) change;
      assertThat(crc(Bytes.of(changed))).isEqualTo(crc ^ change);
    }
  }
}
