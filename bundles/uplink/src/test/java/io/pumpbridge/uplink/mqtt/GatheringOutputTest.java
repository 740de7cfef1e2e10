// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatheringOutputTest {
  private static final int PUBLISH_QOS_1 = 0x32;
  private static final int PUBLISH_QOS_0 = 0x30;
  private static final int PUBACK = 0x40;
  private static final int PINGREQ = 0xc0;
  private static final int CONNECT = 0x10;

  /** What was written at once: each is a TLS record, or several if it is large. */
  private final List<byte[]> written = new ArrayList<>();

  private final AtomicInteger underway = new AtomicInteger();
  private final OutputStream line =
      new OutputStream() {
        @Override
        public void write(int octet) {
          throw new AssertionError("byte by byte");
        }

        @Override
        public void write(byte[] source, int offset, int length) {
          written.add(Arrays.copyOfRange(source, offset, offset + length));
        }
      };
  private final OutputStream out = new GatheringOutput(line, underway);

  /** As Paho does: header, rest, flush. */
  private byte[] packet(int type, int length) throws IOException {
    byte[] rest = new byte[length];
    new Random(length).nextBytes(rest);
    out.write(new byte[] {(byte) type, (byte) length}, 0, 2);
    out.write(rest, 0, length);
    out.flush();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(type);
    whole.write(length);
    whole.writeBytes(rest);
    return whole.toByteArray();
  }

  private static byte[] together(byte[]... packets) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] packet : packets) {
      all.writeBytes(packet);
    }
    return all.toByteArray();
  }

  @Test
  void aMessageAloneGoesAtOnce() throws IOException {
    for (int type : new int[] {CONNECT, PUBACK, PINGREQ}) {
      written.clear();
      byte[] packet = packet(type, 10);
      assertThat(written).containsExactly(packet);
    }
    written.clear();
    underway.incrementAndGet();
    byte[] alarm = packet(PUBLISH_QOS_1, 100);
    assertThat(written).containsExactly(alarm);
  }

  @Test
  void messagesThatPahoHasAlreadyGoTogether() throws IOException {
    underway.set(3);
    byte[] first = packet(PUBLISH_QOS_1, 100);
    byte[] second = packet(PUBLISH_QOS_0, 30);
    assertThat(written).isEmpty();
    byte[] third = packet(PUBLISH_QOS_1, 100);
    assertThat(written).containsExactly(together(first, second, third));
  }

  @Test
  void whatIsNoMessageTakesAlongWhatWasHeldInOrder() throws IOException {
    underway.set(2);
    byte[] message = packet(PUBLISH_QOS_1, 100);
    byte[] acknowledgement = packet(PUBACK, 2);
    assertThat(written).containsExactly(together(message, acknowledgement));
    written.clear();
    byte[] next = packet(PUBLISH_QOS_1, 100);
    assertThat(written).containsExactly(next);
  }

  /** Paho's sender may be quicker than the thread that counts what it has handed over. */
  @Test
  void aMessageWrittenBeforeItWasCountedIsNotHeld() throws IOException {
    byte[] early = packet(PUBLISH_QOS_1, 100);
    assertThat(written).containsExactly(early);
    underway.incrementAndGet();
    written.clear();
    underway.incrementAndGet();
    byte[] next = packet(PUBLISH_QOS_1, 100);
    assertThat(written).containsExactly(next);
  }

  @Test
  void noMoreIsHeldThanARecordOfTlsTakes() throws IOException {
    underway.set(1_000);
    int sent = 0;
    for (int i = 0; i < 999; i++) {
      sent += packet(PUBLISH_QOS_1, 100).length;
      int gone = written.stream().mapToInt(piece -> piece.length).sum();
      assertThat(sent - gone).isLessThanOrEqualTo(GatheringOutput.MOST_BYTES);
    }
    assertThat(written).hasSizeLessThan(20);
  }

  @Test
  void aLargeMessagePassesInOrder() throws IOException {
    underway.set(2);
    byte[] small = packet(PUBLISH_QOS_1, 50);
    byte[] large = new byte[GatheringOutput.MOST_BYTES + 1];
    Arrays.fill(large, (byte) PUBLISH_QOS_1);
    out.write(large, 0, large.length);
    out.flush();
    assertThat(together(written.toArray(byte[][]::new))).isEqualTo(together(small, large));
  }

  /** Nothing is lost, doubled or turned round, whatever comes when. */
  @Test
  void theLineCarriesWhatWasWritten() throws IOException {
    Random random = new Random(7);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    int[] types = {PUBLISH_QOS_1, PUBLISH_QOS_1, PUBLISH_QOS_1, PUBLISH_QOS_0, PUBACK, PINGREQ};
    for (int i = 0; i < 10_000; i++) {
      if (random.nextInt(4) == 0) {
        underway.addAndGet(random.nextInt(8));
      }
      expected.writeBytes(packet(types[random.nextInt(types.length)], random.nextInt(200)));
    }
    expected.writeBytes(packet(PINGREQ, 0));
    assertThat(together(written.toArray(byte[][]::new))).isEqualTo(expected.toByteArray());
  }

  @Test
  void aBrokenLineIsHeardOf() {
    OutputStream broken =
        new GatheringOutput(
            new OutputStream() {
              @Override
              public void write(int octet) throws IOException {
                throw new IOException("broken");
              }
            },
            underway);
    assertThatThrownBy(
            () -> {
              broken.write(new byte[] {(byte) PINGREQ, 0}, 0, 2);
              broken.flush();
            })
        .isInstanceOf(IOException.class);
  }
}
