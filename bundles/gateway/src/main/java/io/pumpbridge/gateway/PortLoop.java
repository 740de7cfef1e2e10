// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.TrustedClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of one port: opens it, lets a session talk, carries out its effects in order, and
 * begins again after whatever happens. No other port notices.
 */
final class PortLoop implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(PortLoop.class);

  /** The session's tick; also what the serial library rounds read time-outs up to. */
  private static final Duration TICK = Duration.ofMillis(100);

  /** Between attempts on a port that is gone: a look at the directory is cheap. */
  private static final long ABSENT_RETRY_MS = 250;

  /** Between attempts on a port that is there and fails, doubling up to the limit. */
  private static final long FAILED_RETRY_MS = 250;

  private static final long FAILED_RETRY_LIMIT_MS = 5_000;

  /** What the loop needs of its house. */
  record Surroundings(
      LinkWatcher links, Supplier<List<PumpDriver>> drivers, TrustedClock clock, Reports reports) {}

  /** Who is told of every change; called on the port's own thread, must not block. */
  interface Reports {
    void say(PortState state, List<Event> events);
  }

  private final PortId port;
  private final Surroundings surroundings;
  private final PumpWatch watch;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private volatile PortState state;
  private int turn;
  private long failedRetryMs = FAILED_RETRY_MS;

  PortLoop(PortId port, Surroundings surroundings, PumpWatch watch) {
    this.port = port;
    this.surroundings = surroundings;
    this.watch = watch;
    this.state = PortState.of(port, watch);
  }

  PortState state() {
    return state;
  }

  void stop() {
    stopped.countDown();
  }

  @Override
  public void run() {
    while (isRunning()) {
      try {
        pauseMs(talkOnce());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | LinkageError e) {
        // A bug in a driver, or a driver bundle taken away in mid-talk: this port begins again.
        log.error("port loop failed and begins again port={}", port, e);
        say(watch.lost(Effect.LossReason.SILENT));
        failedRetryMs = Math.min(failedRetryMs * 2, FAILED_RETRY_LIMIT_MS);
      }
    }
  }

  /** One open line from opening to losing it; answers how long to wait before the next. */
  private long talkOnce() {
    List<PumpDriver> drivers = surroundings.drivers().get();
    if (drivers.isEmpty() || !surroundings.links().present().contains(port)) {
      return ABSENT_RETRY_MS;
    }
    PumpDriver driver = drivers.get(Math.floorMod(turn, drivers.size()));
    try (ByteLink link = surroundings.links().open(port, driver.lineSettings())) {
      talk(link, driver);
      return 0;
    } catch (IOException e) {
      log.info("port lost port={} why={}", port, e.getMessage());
      say(watch.lost(Effect.LossReason.UNPLUGGED));
      long wait = failedRetryMs;
      failedRetryMs = Math.min(failedRetryMs * 2, FAILED_RETRY_LIMIT_MS);
      return wait;
    }
  }

  private void talk(ByteLink link, PumpDriver driver) throws IOException {
    long openedMs = nowMs();
    PumpSession session = carryOut(link, driver.newSession().on(new SessionInput.Opened(openedMs)));
    long silentSinceMs = openedMs;
    while (isRunning() && surroundings.drivers().get().contains(driver)) {
      Bytes heard = link.read(TICK);
      long nowMs = nowMs();
      SessionInput input =
          heard.length() == 0
              ? new SessionInput.Tick(nowMs)
              : new SessionInput.Received(heard, nowMs);
      session = carryOut(link, session.on(input));
      if (watch.isFollowing()) {
        silentSinceMs = nowMs;
        failedRetryMs = FAILED_RETRY_MS;
      } else if (nowMs - silentSinceMs > driver.probeMs()
          && surroundings.drivers().get().size() > 1) {
        turn++;
        return;
      }
    }
    carryOut(link, session.on(new SessionInput.Closed(nowMs())));
    say(watch.lost(Effect.LossReason.SILENT)); // also if the driver was taken away in mid-talk
  }

  private PumpSession carryOut(ByteLink link, PumpSession.Step step) throws IOException {
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Send send) {
        link.write(send.bytes());
      } else if (effect instanceof Effect.Report report) {
        say(watch.reported(report.observation(), nowMs()));
      } else if (effect instanceof Effect.Identified identified) {
        log.info("pump identified port={} pump={}", port, identified.pump());
        say(watch.identified(identified.pump()));
      } else if (effect instanceof Effect.Lost lost) {
        log.info("pump lost port={} why={}", port, lost.reason());
        say(watch.lost(lost.reason()));
      } else if (effect instanceof Effect.Noise noise) {
        log.debug("noise port={} byte_count={}", port, noise.byteCount());
      }
    }
    return step.next();
  }

  private void say(List<Event> events) {
    if (!events.isEmpty()) {
      state = PortState.of(port, watch);
      surroundings.reports().say(state, events);
    }
  }

  private boolean isRunning() {
    return stopped.getCount() > 0;
  }

  private void pauseMs(long ms) throws InterruptedException {
    boolean stoppedMeanwhile = stopped.await(ms, TimeUnit.MILLISECONDS);
    if (stoppedMeanwhile) {
      log.debug("port loop ends port={}", port);
    }
  }

  private long nowMs() {
    return surroundings.clock().read().monotonicMs();
  }
}
