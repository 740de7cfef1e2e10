// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketLimitTest {

  private static void length(ByteArrayOutputStream out, int length) {
    int rest = length;
    do {
      out.write((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
      rest >>= 7;
    } while (rest > 0);
  }

  private static byte[] start(int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x30);
    length(out, length);
    return out.toByteArray();
  }

  @Test
  void packetsOfEverySizeUpToTheLimitPassHoweverTheyAreCut() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int length : new int[] {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152}) {
      stream.writeBytes(start(length));
      stream.writeBytes(new byte[length]);
    }
    byte[] bytes = stream.toByteArray();
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      PacketLimit limit = new PacketLimit();
      assertThatCode(
              () -> {
                for (int at = 0; at < bytes.length; ) {
                  int count =
                      Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(16)));
                  limit.see(bytes, at, count);
                  at += count;
                }
              })
          .as("seed %d", seed)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theLargestPassesAndOneMoreDoesNot() throws IOException {
    byte[] largest = start(PacketLimit.MAX_PACKET);
    new PacketLimit().see(largest, 0, largest.length);
    for (int length : new int[] {PacketLimit.MAX_PACKET + 1, (1 << 28) - 1}) {
      byte[] more = start(length);
      assertThatThrownBy(() -> new PacketLimit().see(more, 0, more.length))
          .hasMessageContaining("too large");
    }
  }

  @Test
  void aLengthOfMoreThanFourDigitsIsNoMqtt() {
    byte[] noise = {0x30, -1, -1, -1, -1, 1};
    assertThatThrownBy(() -> new PacketLimit().see(noise, 0, noise.length))
        .hasMessageContaining("no MQTT");
  }
}
