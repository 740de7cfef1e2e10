// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.SalvageLog.Progress;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.time.TrustedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal does in the background, on a thread of its own and a little at a time: a store
 * that was condemned is replaced, damaged ones are salvaged, the one in use is scrubbed.
 */
final class Upkeep implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  /** After something failed: as the writer tries again. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Store store;
  private final StoreOpening opening;
  private final RecordSeal seal;
  private final TrustedClock clock;
  private final Pace pace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private boolean awake;
  private volatile boolean stopped;
  private boolean idle;

  private Optional<StoreSalvage> salvage = Optional.empty();
  private Optional<Scrub> scrub = Optional.empty();
  private long nextScrubNanos;

  Upkeep(Store store, StoreOpening opening, RecordSeal seal, TrustedClock clock, Pace pace) {
    this.store = store;
    this.opening = opening;
    this.seal = seal;
    this.clock = clock;
    this.pace = pace;
    this.nextScrubNanos = System.nanoTime() + pace.scrubPause().toNanos();
    store.wakeUpkeepBy(this::wake);
  }

  /** Something may be to be done; from any thread. */
  void wake() {
    lock.lock();
    try {
      awake = true;
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
      while (!stopped) {
        rest(step());
      }
    } catch (InterruptedException e) {
      log.error("journal's upkeep was interrupted", e);
    } finally {
      dropSalvage();
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
        dropSalvage();
        scrub = Optional.empty();
        store.open(clock.read());
      }
      List<Path> damaged = opening.unsalvaged();
      if (!damaged.isEmpty()) {
        return salvage(damaged.get(0));
      }
      return scrub();
    } catch (JournalException e) {
      log.debug("journal's upkeep waits reason={}", e.getMessage());
      dropSalvage();
      scrub = Optional.empty();
      return RETRY;
    } catch (RuntimeException e) {
      log.error("journal's upkeep has a bug", e);
      dropSalvage();
      return pace.scrubEvery();
    }
  }

  private Duration salvage(Path directory) throws JournalException {
    String name = StoreFiles.name(directory);
    if (salvage.isEmpty()) {
      salvage = begin(directory, name);
      if (salvage.isEmpty()) {
        return RETRY;
      }
    }
    Progress progress = salvage.orElseThrow().step(clock.read());
    if (progress.finished()) {
      opening.markSalvaged(directory);
      dropSalvage();
      store.tell(new Mending.Salvaged(progress));
      log.warn(
          "a damaged journal was salvaged records={} missing={} answers={} kept_in={}",
          progress.records(),
          progress.lost(),
          progress.answers(),
          name);
    } else {
      store.tell(new Mending.Salvaging(progress));
    }
    if (progress.answersDone()) {
      store.missingAnswers().lookAgain(store);
    }
    return pace.salvagePause();
  }

  /** Empty if its files cannot be read now; then nobody waits for its answers. */
  private Optional<StoreSalvage> begin(Path directory, String name) throws JournalException {
    DamagedStore damaged;
    try {
      damaged =
          DamagedStore.scan(StoreFiles.storeIn(directory), seal, opening.gateway(), () -> stopped);
    } catch (JournalException e) {
      store.tell(new Mending.Waiting(name, String.valueOf(e.getMessage())));
      store.missingAnswers().giveUp();
      return Optional.empty();
    }
    boolean begun = false;
    try {
      StoreSalvage started = new StoreSalvage(name, damaged, store, seal);
      begun = true;
      return Optional.of(started);
    } finally {
      if (!begun) {
        damaged.close();
      }
    }
  }

  private Duration scrub() throws JournalException {
    if (scrub.isEmpty()) {
      long wait = nextScrubNanos - System.nanoTime();
      if (wait > 0) {
        return idleFor(wait);
      }
      scrub = Optional.of(new Scrub(store, seal));
    }
    if (store.isBusy()) {
      return pace.scrubPause();
    }
    if (!scrub.orElseThrow().step()) {
      log.debug("journal was scrubbed, all holds");
      scrub = Optional.empty();
      nextScrubNanos = System.nanoTime() + pace.scrubEvery().toNanos();
    }
    return pace.scrubPause();
  }

  private void dropSalvage() {
    salvage.ifPresent(StoreSalvage::close);
    salvage = Optional.empty();
  }
}
