// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.timeservice.Statement.Answer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A server on loopback that answers as RFC 5905 says, and then otherwise. */
final class LoopbackNtpTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00.5Z");
  private static final int SERVER_4 = 0x24;

  /** Answers one question. */
  private static Statement ask(UnaryOperator<byte[]> answering) throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  DatagramPacket asked = new DatagramPacket(new byte[512], 512);
                  server.receive(asked);
                  byte[] question = new byte[asked.getLength()];
                  System.arraycopy(asked.getData(), 0, question, 0, question.length);
                  byte[] answer = answering.apply(question);
                  server.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
                } catch (java.io.IOException closed) {
                  // The test is over.
                }
              });
      thread.setDaemon(true);
      thread.start();
      return new LoopbackNtp(server.getLocalPort(), Clock.fixed(NOW, ZoneOffset.UTC)).ask(NOW);
    }
  }

  private static byte[] good(byte[] question) {
    ByteBuffer answer = ByteBuffer.allocate(48);
    answer.put(0, (byte) SERVER_4).put(1, (byte) 2);
    answer.putInt(4, 1 << 14).putInt(8, 1 << 13); // 250 ms and 125 ms
    answer.putInt(12, 0x0A000001);
    answer.putLong(24, ByteBuffer.wrap(question).getLong(40));
    answer.putLong(40, ((NOW.getEpochSecond() + 2_208_988_800L) << 32) | 0x80000000L);
    return answer.array();
  }

  private static Statement askWith(Consumer<ByteBuffer> change) throws Exception {
    return ask(
        question -> {
          byte[] answer = good(question);
          change.accept(ByteBuffer.wrap(answer));
          return answer;
        });
  }

  @Test
  void aServerThatIsSynchronisedVouchesAndSaysHowWrongItMayBe() throws Exception {
    assertThat(ask(LoopbackNtpTest::good))
        .isEqualTo(Statement.within(TimeSource.NTP, Duration.ofMillis(250)));
    assertThat(askWith(answer -> answer.put(0, (byte) 0x5C)).vouches()).as("leap, v3").isTrue();
  }

  @Test
  void whoIsNotSynchronisedSaysSoInAnyOfItsWays() throws Exception {
    assertThat(askWith(answer -> answer.put(0, (byte) 0xE4)).answer())
        .isEqualTo(Answer.NOT_SYNCHRONISED);
    for (int stratum : new int[] {0, 16, 255}) {
      assertThat(askWith(answer -> answer.put(1, (byte) stratum)).answer())
          .isEqualTo(Answer.NOT_SYNCHRONISED);
    }
    for (int own : new int[] {0x4C4F434C, 0x7F7F0100, 0x7F7F0101, 0x7F000001}) {
      assertThat(askWith(answer -> answer.putInt(12, own)).answer())
          .isEqualTo(Answer.NOT_SYNCHRONISED);
    }
  }

  @Test
  void whoIsUnsureOrGoesByAnotherClockVouchesForNothing() throws Exception {
    assertThat(askWith(answer -> answer.putInt(8, 1 << 16)).answer()).isEqualTo(Answer.TOO_UNSURE);
    assertThat(askWith(answer -> answer.putInt(4, -1)).answer()).isEqualTo(Answer.TOO_UNSURE);
    for (long seconds : new long[] {-3600, -2, 2, 3600, 1_000_000_000}) {
      assertThat(
              askWith(answer -> answer.putLong(40, answer.getLong(40) + (seconds << 32))).answer())
          .as("%d s", seconds)
          .isEqualTo(Answer.TOO_UNSURE);
    }
  }

  @Test
  void whatIsNoAnswerToTheQuestionIsUnreadable() throws Exception {
    assertThat(askWith(answer -> answer.putLong(24, 0)).answer()).isEqualTo(Answer.UNREADABLE);
    assertThat(askWith(answer -> answer.put(0, (byte) 0x23)).answer()).isEqualTo(Answer.UNREADABLE);
    assertThat(askWith(answer -> answer.put(0, (byte) 0x04)).answer()).isEqualTo(Answer.UNREADABLE);
    assertThat(ask(question -> new byte[0]).answer()).isEqualTo(Answer.UNREADABLE);
    assertThat(ask(question -> new byte[47]).answer()).isEqualTo(Answer.UNREADABLE);
    assertThat(ask(question -> question).answer()).isEqualTo(Answer.UNREADABLE);
    assertThat(ask(question -> new byte[60_000]).answer()).isEqualTo(Answer.UNREADABLE);
  }

  @Test
  void aServerThatIsNotThereOrDoesNotAnswerIsSilent() throws Exception {
    int free;
    try (DatagramSocket mute = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      free = mute.getLocalPort();
      assertThat(new LoopbackNtp(free).ask(NOW)).isEqualTo(Statement.silent(TimeSource.NTP));
    }
    assertThat(new LoopbackNtp(free).ask(NOW)).isEqualTo(Statement.silent(TimeSource.NTP));
  }

  @Test
  void noiseNeverVouches() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      assertThat(NtpAnswer.from(noise, 1, NOW).vouches()).as("seed %d", seed).isFalse();
    }
  }
}
