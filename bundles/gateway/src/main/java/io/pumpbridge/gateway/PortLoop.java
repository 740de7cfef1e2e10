// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of one port: opens it, tries the protocols in turn until one is answered, lets
 * that session talk, carries out its effects in order, and begins again after whatever happens. No
 * other port notices.
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

  /** What a session may need to give a pump back; the agent has 4.5 s to stop as a whole. */
  private static final long RELEASE_LIMIT_MS = 1_500;

  /** What the loop needs of its house. */
  record Surroundings(
      LinkWatcher links,
      Supplier<List<PumpDriver>> drivers,
      LongSupplier nowMs,
      Supplier<Optional<String>> known) {}

  private final PortId port;
  private final Surroundings surroundings;
  private final PortListener listener;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private final ProgrammeSlot programmes = new ProgrammeSlot();

  private PortSearch search;

  /** The session of the open line. */
  private Optional<PumpSession> talking = Optional.empty();

  private long failedRetryMs = FAILED_RETRY_MS;

  /** When the session was told last that time went by. */
  private long tickedMs;

  PortLoop(PortId port, Surroundings surroundings, PortListener listener) {
    this.port = port;
    this.surroundings = surroundings;
    this.listener = listener;
    this.search = PortSearch.begin(surroundings.known().get());
  }

  void stop() {
    stopped.countDown();
  }

  /** Where a programme for a pump on this port is handed in. */
  ProgrammeSlot programmes() {
    return programmes;
  }

  @Override
  public void run() {
    while (isRunning()) {
      try {
        pauseMs(talkOrFail());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private long talkOrFail() {
    try {
      listener.tick(nowMs()); // also where no attempt comes as far as a line that is read
      return talkOnce();
    } catch (RuntimeException | Error e) {
      // A bug in a driver, a driver bundle taken away in mid-talk, or no memory for a moment: it is
      // another one's turn. Thrown on, it would end this thread, and its pump stay "followed".
      log.error("port loop failed and begins again port={}", port, e);
      talking = Optional.empty();
      search = search.inVain();
      loseAfterFailure();
      return nextFailedRetryMs();
    } finally {
      programmes.lineGone();
    }
  }

  private void loseAfterFailure() {
    try {
      listener.gone(LossReason.SILENT, nowMs());
    } catch (RuntimeException | Error e) {
      log.error("loss of a pump could not be told port={}", port, e);
    }
  }

  private long nextFailedRetryMs() {
    long wait = failedRetryMs;
    failedRetryMs = Math.min(failedRetryMs * 2, FAILED_RETRY_LIMIT_MS);
    return wait;
  }

  /** One open line from opening to losing it; answers how long to wait before the next. */
  private long talkOnce() {
    List<PumpDriver> drivers = surroundings.drivers().get();
    if (drivers.isEmpty() || !surroundings.links().present().contains(port)) {
      search = PortSearch.begin(surroundings.known().get()); // whatever comes is plugged in anew
      return ABSENT_RETRY_MS;
    }
    PumpDriver driver = search.next(drivers);
    try (ByteLink link = surroundings.links().open(port, driver.lineSettings())) {
      log.debug("port opened port={} protocol={}", port, driver.protocol());
      listener.trying(driver);
      talk(link, driver);
      return 0;
    } catch (IOException e) {
      log.info("port lost port={} why={}", port, e.getMessage());
      closeSession();
      listener.gone(LossReason.UNPLUGGED, nowMs());
      listener.failed(String.valueOf(e.getMessage()));
      return nextFailedRetryMs();
    }
  }

  private void talk(ByteLink link, PumpDriver driver) throws IOException {
    long openedMs = nowMs();
    long heardMs = openedMs - PortSearch.QUIET_MS;
    Optional<Long> followedMs = Optional.empty();
    PumpSession session = begin(link, driver, openedMs);
    while (isRunning() && surroundings.drivers().get().contains(driver)) {
      Bytes heard = link.read(TICK);
      long nowMs = nowMs();
      listener.tick(nowMs);
      if (heard.length() > 0) {
        heardMs = nowMs;
      }
      session = programme(link, hear(link, session, heard, nowMs));
      if (listener.isFollowing()) {
        followedMs = Optional.of(nowMs);
        search = search.found(driver.protocol());
        failedRetryMs = FAILED_RETRY_MS;
      } else if (!session.isAnswered()
          && surroundings.drivers().get().size() > 1
          && PortSearch.isOver(
              driver, nowMs - openedMs, nowMs - heardMs, followedMs.map(last -> nowMs - last))) {
        search = search.inVain();
        return;
      }
    }
    release(link, session);
  }

  private PumpSession begin(ByteLink link, PumpDriver driver, long nowMs) throws IOException {
    tickedMs = nowMs;
    PumpSession fresh = driver.newSession();
    talking = Optional.of(fresh);
    return carryOut(link, fresh.on(new SessionInput.Opened(nowMs)));
  }

  private PumpSession programme(ByteLink link, PumpSession session) throws IOException {
    Optional<Programme> wanted = programmes.take();
    return wanted.isEmpty()
        ? session
        : carryOut(link, session.on(new SessionInput.Program(wanted.get(), nowMs())));
  }

  /** The line has gone under the session: what it has to say of that is still said. */
  private void closeSession() {
    if (talking.isPresent()) {
      PumpSession last = talking.get();
      talking = Optional.empty();
      for (Effect effect : last.on(new SessionInput.Closed(nowMs())).effects()) {
        if (!(effect instanceof Effect.Send)) {
          tell(effect);
        }
      }
    }
  }

  /** What came, and that time went by, which no line that is never quiet may keep from it. */
  private PumpSession hear(ByteLink link, PumpSession last, Bytes heard, long nowMs)
      throws IOException {
    PumpSession session = last;
    if (heard.length() > 0) {
      session = carryOut(link, session.on(new SessionInput.Received(heard, nowMs)));
    }
    if (heard.length() == 0 || nowMs - tickedMs >= TICK.toMillis()) {
      tickedMs = nowMs;
      session = carryOut(link, session.on(new SessionInput.Tick(nowMs)));
    }
    return session;
  }

  /** A planned end: what is held of the pump is given back first. */
  private void release(ByteLink link, PumpSession last) throws IOException {
    long endMs = nowMs() + RELEASE_LIMIT_MS;
    PumpSession session = carryOut(link, last.on(new SessionInput.Stop(nowMs())));
    while (!session.isReleased() && nowMs() - endMs < 0) {
      Bytes heard = link.read(TICK);
      session = hear(link, session, heard, nowMs());
    }
    if (!session.isReleased()) {
      log.warn("pump could not be given back in time port={} state={}", port, session.state());
    }
    carryOut(link, session.on(new SessionInput.Closed(nowMs())));
    listener.gone(LossReason.RELEASED, nowMs()); // also if the driver was taken away in mid-talk
  }

  private PumpSession carryOut(ByteLink link, PumpSession.Step step) throws IOException {
    talking = Optional.of(step.next()); // also if one of its bytes cannot be sent any more
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Send send) {
        link.write(send.bytes());
      } else {
        tell(effect);
      }
    }
    return step.next();
  }

  private void tell(Effect effect) {
    log(effect);
    if (effect instanceof Effect.Programmed ended) {
      programmes.ended(ended);
    }
    listener.heard(effect, nowMs());
  }

  private void log(Effect effect) {
    if (effect instanceof Effect.Identified identified) {
      log.info(
          "pump identified port={} place={} pump={}", port, identified.place(), identified.pump());
    } else if (effect instanceof Effect.Lost lost) {
      log.info("pump lost port={} place={} why={}", port, lost.place(), lost.reason());
    } else if (effect instanceof Effect.Noise noise) {
      log.debug("noise port={} byte_count={}", port, noise.byteCount());
    } else if (effect instanceof Effect.Programmed ended) {
      log.info(
          "programme ended port={} order={} outcome={}",
          port,
          ended.programme().id(),
          ended.outcome());
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
    return surroundings.nowMs().getAsLong();
  }
}
