// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
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

  /** One at a time, whole, and cut anywhere between: the payload and other packets stay. */
  @Test
  void onlyATopicsBytesAreMadePlainHoweverTheyAreCut() throws IOException {
    byte[] topic = "a/\u0001\u007f\u00e9\uFF01\uD83D\uDE00/z~".getBytes(UTF_8);
    byte[] plain = "a/???????????/z~".getBytes(UTF_8);
    assertThat(plain).hasSameSizeAs(topic);
    for (int flags : new int[] {0x30, 0x33}) {
      byte[] sent = message(flags, topic);
      byte[] wanted = message(flags, plain);
      for (int first = 0; first <= sent.length; first++) {
        for (int second = first; second <= sent.length; second++) {
          byte[] seen = sent.clone();
          PacketLimit limit = new PacketLimit();
          limit.see(seen, 0, first);
          limit.see(seen, first, second - first);
          limit.see(seen, second, seen.length - second);
          assertThat(seen).isEqualTo(wanted);
        }
      }
    }
  }

  /** A PUBLISH between two acknowledgements; id and payload look like the topic. */
  private static byte[] message(int flags, byte[] topic) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] rest = {1, (byte) 0xff, 0x01, 0x7f, (byte) 0xe9};
    byte[] acknowledgement = {0x40, 2, 1, (byte) 0xff};
    out.writeBytes(acknowledgement);
    out.write(flags);
    length(out, 2 + topic.length + rest.length);
    out.write(0);
    out.write(topic.length);
    out.writeBytes(topic);
    out.writeBytes(rest);
    out.writeBytes(acknowledgement);
    return out.toByteArray();
  }

  /** The next packet is followed all the same; what to make of this one is Paho's business. */
  @Test
  void aTopicThatIsLongerThanItsPacketEndsWithIt() throws IOException {
    byte[] bytes = {0x30, 1, 0, 0x30, 3, 0, 9, 1, 0x40, 2, 1, 1};
    new PacketLimit().see(bytes, 0, bytes.length);
    assertThat(bytes).containsExactly(0x30, 1, 0, 0x30, 3, 0, 9, '?', 0x40, 2, 1, 1);
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

  /** 2.2.1 and 2.2.2: all others are a client's, of QoS 2, answers to nothing, or no MQTT. */
  @Test
  void onlyWhatABrokerHasToSayToUsMayBegin() throws IOException {
    Set<Integer> allowed =
        Set.of(0x20, 0x30, 0x31, 0x32, 0x33, 0x38, 0x39, 0x3a, 0x3b, 0x40, 0x90, 0xd0);
    for (int first = 0; first < 256; first++) {
      byte[] begin = {(byte) first};
      if (allowed.contains(first)) {
        new PacketLimit().see(begin, 0, 1);
      } else {
        assertThatThrownBy(() -> new PacketLimit().see(begin, 0, 1))
            .as("%02x", first)
            .hasMessageContaining("no MQTT");
      }
    }
  }

  @Test
  void aLengthOfMoreThanFourDigitsIsNoMqtt() {
    byte[] noise = {0x30, -1, -1, -1, -1, 1};
    assertThatThrownBy(() -> new PacketLimit().see(noise, 0, noise.length))
        .hasMessageContaining("no MQTT");
  }
}
