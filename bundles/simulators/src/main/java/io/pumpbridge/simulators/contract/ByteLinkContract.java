// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link ByteLink} promises. The provider's write limit must be at most {@link
 * #WRITE_LIMIT} in the link that {@link #open} makes, so that this does not take all day.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ByteLinkContract {
  public static final Duration WRITE_LIMIT = Duration.ofMillis(500);

  /** Far longer than anything takes, short enough for a failing build. */
  protected static final Duration DEADLINE = Duration.ofSeconds(20);

  /** What a platform may take on top: 100 ms by the port, the rest for a busy machine. */
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  private static final Duration LOOK = Duration.ofMillis(100);

  /** An open link and its far end. */
  public record Line(ByteLink link, FarEnd far) {}

  private final ExecutorService other = Executors.newCachedThreadPool();
  protected Line line;

  /** Makes a fresh line. */
  protected abstract Line open() throws IOException;

  @BeforeEach
  final void openLine() throws IOException {
    line = open();
  }

  @AfterEach
  final void closeLine() throws IOException {
    line.link().close();
    line.far().close();
    other.shutdownNow();
  }

  protected final <T> Future<T> meanwhile(Callable<T> task) {
    return other.submit(task);
  }

  protected final <T> T result(Future<T> future) throws Exception {
    return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Reads from the link until {@code count} bytes have come. */
  protected final Bytes readFully(int count) throws IOException {
    return collect(count, () -> line.link().read(LOOK));
  }

  private static Bytes collect(int count, Source source) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (all.size() < count && System.nanoTime() - end < 0) {
      all.writeBytes(source.next().toArray());
    }
    return Bytes.of(all.toByteArray());
  }

  private interface Source {
    Bytes next() throws IOException;
  }

  private static Bytes everyByte() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return Bytes.of(all);
  }

  @Test
  void everyByteValueComesInUnchanged() throws Exception {
    line.far().send(everyByte());
    assertThat(readFully(256)).isEqualTo(everyByte());
  }

  @Test
  void everyByteValueGoesOutUnchanged() throws Exception {
    line.link().write(everyByte());
    assertThat(collect(256, () -> line.far().receive(LOOK))).isEqualTo(everyByte());
  }

  @Test
  void aLongTransferArrivesWholeAndInOrder() throws Exception {
    byte[] content = new byte[100_000];
    new Random(7).nextBytes(content);
    Future<Bytes> received =
        meanwhile(() -> collect(content.length, () -> line.far().receive(LOOK)));
    for (int i = 0; i < content.length; i += 1_000) {
      line.link().write(Bytes.of(content, i, 1_000));
    }
    assertThat(result(received)).isEqualTo(Bytes.of(content));
  }

  @Test
  void anIdleLineReadsAsNothingAfterTheWait() throws Exception {
    long start = System.nanoTime();
    assertThat(line.link().read(Duration.ofMillis(100))).isEqualTo(Bytes.EMPTY);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(90), TOLERANCE);
  }

  @Test
  void aWaitOfZeroLooksAndDoesNotWait() throws Exception {
    assertThat(line.link().read(Duration.ZERO)).isEqualTo(Bytes.EMPTY);
    line.far().send(Bytes.fromHex("2a"));
    assertThat(collect(1, () -> line.link().read(Duration.ZERO))).isEqualTo(Bytes.fromHex("2a"));
  }

  @Test
  void aReaderGetsWhatIsThereWithoutWaitingForMore() throws Exception {
    line.far().send(Bytes.fromHex("01"));
    long start = System.nanoTime();
    assertThat(line.link().read(DEADLINE)).isEqualTo(Bytes.fromHex("01"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLERANCE);
  }

  @Test
  void aReaderIsWokenWhenTheFarEndVanishes() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    Future<Bytes> reader =
        meanwhile(
            () -> {
              reading.countDown();
              return line.link().read(DEADLINE);
            });
    reading.await();
    line.far().vanish();
    assertThatThrownBy(() -> result(reader)).hasCauseInstanceOf(LinkLostException.class);
  }

  @Test
  void aVanishedFarEndIsLostForEveryLaterRead() throws Exception {
    line.far().vanish();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> collect(1, () -> line.link().read(LOOK)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void writingToAVanishedFarEndSoonTellsThatItIsLost() throws Exception {
    line.far().vanish();
    assertThatThrownBy(this::writeUntilRefused).isInstanceOf(LinkLostException.class);
  }

  @Test
  void aWriterGivesUpOnAFarEndThatNeverReadsAndClosesTheLink() throws Exception {
    Future<Bytes> writer =
        meanwhile(
            () -> {
              writeUntilRefused();
              return Bytes.EMPTY;
            });
    assertThatThrownBy(() -> result(writer)).hasCauseInstanceOf(LinkLostException.class);
    assertThatThrownBy(() -> line.link().read(LOOK)).isInstanceOf(IOException.class);
  }

  @Test
  void aWriterIsWokenWhenTheFarEndVanishes() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    Future<Bytes> writer =
        meanwhile(
            () -> {
              writing.countDown();
              writeUntilRefused();
              return Bytes.EMPTY;
            });
    writing.await();
    line.far().vanish();
    assertThatThrownBy(() -> result(writer)).hasCauseInstanceOf(LinkLostException.class);
  }

  /** No line holds 64 MiB on the way; whoever takes them has read them. */
  private void writeUntilRefused() throws IOException {
    Bytes block = Bytes.of(new byte[65_536]);
    for (int i = 0; i < 1_024; i++) {
      line.link().write(block);
    }
  }

  @Test
  void closingWakesAReader() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    Future<Bytes> reader =
        meanwhile(
            () -> {
              reading.countDown();
              return line.link().read(DEADLINE);
            });
    reading.await();
    line.link().close();
    assertThatThrownBy(() -> result(reader)).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aClosedLinkRefusesAndMayBeClosedAgain() {
    line.link().close();
    assertThatCode(() -> line.link().close()).doesNotThrowAnyException();
    assertThatThrownBy(() -> line.link().read(LOOK)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> line.link().write(Bytes.fromHex("00")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anEmptyWriteIsNothing() throws Exception {
    line.link().write(Bytes.EMPTY);
    line.link().write(Bytes.fromHex("55"));
    assertThat(collect(1, () -> line.far().receive(LOOK))).isEqualTo(Bytes.fromHex("55"));
  }
}
