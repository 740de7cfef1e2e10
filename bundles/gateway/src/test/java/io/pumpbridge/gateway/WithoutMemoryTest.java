// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.simulators.fakes.FakeBoard;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MemoryLinks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A moment without memory, or without a thread, passes. */
class WithoutMemoryTest {
  private final MemoryLinks links = new MemoryLinks();
  private final MemoryJournal journal = new MemoryJournal("bed-1", WithoutMemoryTest::now);

  @AfterEach
  void close() {
    journal.close();
  }

  /** One look at the ports fails. */
  private final class FailingOnce implements LinkWatcher {
    private final AtomicInteger before;

    /**
     * @param before looks that do not
     */
    FailingOnce(int before) {
      this.before = new AtomicInteger(before);
    }

    @Override
    public List<PortId> present() {
      if (before.getAndDecrement() == 0) {
        throw new OutOfMemoryError("no memory");
      }
      return links.present();
    }

    @Override
    public ByteLink open(PortId port, LineSettings settings) throws IOException {
      return links.open(port, settings);
    }
  }

  private static ClockReading now() {
    return new ClockReading(
        Instant.EPOCH, ClockQuality.HOLDOVER, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  @Test
  void theNextPortIsFoundAllTheSame(@TempDir Path state) throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    links.plug("/dev/a", (far, settings) -> opened.countDown());
    Gateway.Services services =
        new Gateway.Services(
            new FailingOnce(0),
            new Examples.ToldJudge(),
            journal,
            new FakeBoard(),
            WithoutMemoryTest::now);
    try (Gateway gateway =
        new Gateway(services, Settings.of(10, "", 30), new KnownPumpsFile(state))) {
      gateway.addDriver(new LetterDriver());
      gateway.start();
      assertThat(opened.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whoWatchesAFreePortGoesOnWaitingForIt() throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    try (FreePorts ports = new FreePorts(new FailingOnce(1), () -> 0)) {
      ports.addDriver(new LetterDriver());
      AutoCloseable watching = ports.watch("", line -> {});
      links.plug("/dev/late", (far, settings) -> opened.countDown());
      assertThat(opened.await(20, TimeUnit.SECONDS)).isTrue();
      watching.close();
    }
  }
}
