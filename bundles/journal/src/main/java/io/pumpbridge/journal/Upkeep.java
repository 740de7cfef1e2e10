// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.time.TrustedClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal does in the background, on a thread of its own and a little at a time: a store
 * that was condemned is replaced, damaged ones are salvaged, what the server contradicts is told
 * again, the store in use is scrubbed.
 */
final class Upkeep implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  /** After something failed: as the writer tries again. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Store store;
  private final RecordSeal seal;
  private final TrustedClock clock;
  private final Pace pace;
  private final DrainWatch drainWatch;
  private final Retelling retelling;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean awake;
  private boolean changed;
  private volatile boolean stopped;
  private boolean idle;

  private final SetAside setAside;
  private Optional<Scrub> scrub = Optional.empty();
  private long nextScrubNanos;

  /** When it works. */
  record Rhythm(TrustedClock clock, Pace pace, DrainWatch drainWatch) {}

  Upkeep(Store store, StoreOpening opening, RecordSeal seal, Rhythm rhythm) {
    this.store = store;
    this.seal = seal;
    this.clock = rhythm.clock();
    this.pace = rhythm.pace();
    this.drainWatch = rhythm.drainWatch();
    this.setAside = new SetAside(store, opening, seal, pace, () -> stopped);
    this.retelling = new Retelling(store, clock);
    this.nextScrubNanos = System.nanoTime() + pace.scrubPause().toNanos();
    store.wakeUpkeepBy(this::wake);
  }

  /** Something may be to be done; from any thread. */
  void wake() {
    lock.lock();
    try {
      awake = true;
      changed = true;
      idle = false;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nothing is left to salvage or to scrub.
   *
   * @return whether it came to that
   */
  boolean awaitIdle(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long nanos = limit.toNanos();
      while (!idle && nanos > 0) {
        nanos = woken.awaitNanos(nanos);
      }
      return idle;
    } finally {
      lock.unlock();
    }
  }

  private Duration idleFor(long nanos) {
    lock.lock();
    try {
      idle = !awake;
      woken.signalAll();
      return Duration.ofNanos(nanos);
    } finally {
      lock.unlock();
    }
  }

  /** The present step is the last one. */
  void stop() {
    stopped = true;
    wake();
  }

  @Override
  public void run() {
    try {
      while (!stopped && !store.condition().hasStopped()) {
        rest(step());
      }
    } catch (InterruptedException e) {
      log.error("journal's upkeep was interrupted", e);
    } finally {
      setAside.drop();
    }
  }

  private void rest(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long nanos = pause.toNanos();
      while (!awake && nanos > 0) {
        nanos = woken.awaitNanos(nanos);
      }
      awake = false;
    } finally {
      lock.unlock();
    }
  }

  /** Does a little and says how long to rest then. */
  private Duration step() {
    try {
      if (!store.isOpen()) {
        setAside.drop();
        scrub = Optional.empty();
        store.open(clock.read());
      }
      if (woken()) {
        setAside.lookAgain();
      }
      boolean busy = setAside.step(clock.read()) || retelling.step();
      return busy ? pace.salvagePause() : scrub();
    } catch (JournalException e) {
      log.debug("journal's upkeep waits reason={}", e.getMessage());
      setAside.drop();
      scrub = Optional.empty();
      return RETRY;
    } catch (RuntimeException | Error e) { // what a damaged store holds may need too much memory
      log.error("journal's upkeep has a bug", e);
      setAside.stumble();
      scrub = Optional.empty();
      nextScrubNanos = System.nanoTime() + pace.scrubEvery().toNanos();
      return pace.retry();
    }
  }

  /** Whether the store was condemned or opened since this was asked last. */
  private boolean woken() {
    lock.lock();
    try {
      boolean asked = changed;
      changed = false;
      return asked;
    } finally {
      lock.unlock();
    }
  }

  private Duration scrub() throws JournalException {
    if (scrub.isEmpty()) {
      long wait = nextScrubNanos - System.nanoTime();
      if (wait > 0) {
        return idleFor(Math.min(wait, setAside.nanosToRetry().orElse(wait)));
      }
      scrub = Optional.of(new Scrub(store, seal));
    }
    if (store.isBusy() || drainWatch.isDraining(System.nanoTime())) {
      return pace.scrubPause();
    }
    if (!scrub.orElseThrow().step()) {
      log.debug("journal was scrubbed, all holds");
      scrub = Optional.empty();
      nextScrubNanos = System.nanoTime() + pace.scrubEvery().toNanos();
    }
    return pace.scrubPause();
  }
}
