// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class PlainTopicsTest {

  /** PUBACK, PUBLISH whose id and payload look like its topic, PUBACK. */
  private static byte[] packets(String topic) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] name = topic.getBytes(UTF_8);
    byte[] payload = new byte[150]; // so that the length has two digits
    payload[0] = (byte) 0xe9;
    int length = 4 + name.length + payload.length;
    out.writeBytes(new byte[] {0x40, 2, 1, (byte) 0xff});
    out.writeBytes(new byte[] {0x33, (byte) ((length & 0x7f) | 0x80), (byte) (length >> 7)});
    out.writeBytes(new byte[] {0, (byte) name.length});
    out.writeBytes(name);
    out.writeBytes(new byte[] {1, (byte) 0xff});
    out.writeBytes(payload);
    out.writeBytes(new byte[] {0x40, 2, 1, (byte) 0xff});
    return out.toByteArray();
  }

  @Test
  void onlyATopicsBytesAreMadePlainHoweverTheyAreRead() throws IOException {
    byte[] sent = packets("a/\u0001\u007f\u00e9\uFF01\uD83D\uDE00/z~");
    byte[] wanted = packets("a/???????????/z~");
    for (int piece = 1; piece <= sent.length; piece++) {
      InputStream plain = new PlainTopics(new ByteArrayInputStream(sent));
      byte[] read = new byte[sent.length];
      for (int at = 0; at < read.length; ) {
        at += plain.read(read, at, Math.min(piece, read.length - at));
      }
      assertThat(read).isEqualTo(wanted);
      assertThat(plain.read()).isEqualTo(-1);
    }
  }

  /** Paho forgets a first byte when nothing follows it in time, and would then be out of step. */
  @Test
  void silenceWithinAPacketsHeadEndsTheConnectionAndElsewhereDoesNot() throws IOException {
    PlainTopics between = said(0xd0, 0);
    assertThat(between.read()).isEqualTo(0xd0);
    assertThat(between.read()).isZero();
    assertThatThrownBy(between::read).isInstanceOf(SocketTimeoutException.class);
    PlainTopics within = said(0x30);
    assertThat(within.read()).isEqualTo(0x30);
    assertThatThrownBy(within::read)
        .isNotInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("fell silent");
  }

  @Test
  void aLengthOfMoreThanFourDigitsIsNoMqtt() {
    PlainTopics plain = said(0x30, 0xff, 0xff, 0xff, 0xff, 1);
    assertThatThrownBy(plain::readAllBytes).hasMessageContaining("no MQTT");
  }

  /** These, one at a time, and then nothing in time. */
  private static PlainTopics said(int... octets) {
    return new PlainTopics(
        new InputStream() {
          private int next;

          @Override
          public int read() throws SocketTimeoutException {
            if (next == octets.length) {
              throw new SocketTimeoutException();
            }
            return octets[next++];
          }

          @Override
          public int read(byte[] target, int offset, int length) throws SocketTimeoutException {
            target[offset] = (byte) read();
            return 1;
          }
        });
  }
}
