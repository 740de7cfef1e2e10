// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.WrittenEvent;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where events wait for the disk. Urgent lanes are taken at once, with whatever else is there;
 * samples alone wait a while, so that a commit is worth its flash.
 */
final class Intake {
  /** Minutes of a busy bedside, some 2 MB of heap: a disk that hangs longer than that is broken. */
  static final int LIMIT = 2_048;

  /** On top, for alarms only: samples can fill the queue, but not against an alarm. */
  static final int ALARM_RESERVE = 512;

  /** Records in one transaction, so that its part of the WAL has a bound. */
  static final int BATCH_LIMIT = 256;

  /** How often a store that cannot be written is tried again when no event asks for it. */
  static final Duration RETRY = Duration.ofSeconds(2);

  /** How long after it has written a writer looks for more before it sleeps. */
  private static final long LOOK_NS = 100_000;

  /** How old the newest of several events is when no more of them are waited for. */
  private static final long BURST_NS = 30_000;

  /** The same of a lone one: hardly longer than its sealing takes. */
  private static final long LONE_NS = 10_000;

  /** Patience of a writer that has nothing else to look after. */
  private static final Duration NO_HURRY = Duration.ofHours(1);

  /** An event that was accepted; the clock was read then. */
  record Pending(
      WrittenEvent event,
      ClockReading at,
      long queuedNanos,
      CompletableFuture<EventRecord> future) {}

  private final TrustedClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Waiting waiting = new Waiting();
  private final BooleanSupplier sound;
  private final Lookout lookout = new Lookout();
  private long telemetryNanos;
  private int unanswered;
  private boolean closed;

  /** One thread has taken a batch and has not yet said that it is written... */
  private boolean writing;

  /** ...or did then. */
  private long writtenNanos = System.nanoTime();

  /** When the newest event was accepted. */
  private long offeredNanos = System.nanoTime();

  /** One thread is awake, and will see what arrives. */
  private boolean looking;

  /**
   * @param sound whether the store can be written, as far as is known
   */
  Intake(TrustedClock clock, Duration telemetryCommit, BooleanSupplier sound) {
    this.clock = clock;
    this.sound = sound;
    this.telemetryNanos = telemetryCommit.toNanos();
  }

  void adjust(Duration telemetryCommit) {
    locked(
        () -> {
          telemetryNanos = telemetryCommit.toNanos();
          changed.signalAll();
        });
  }

  /**
   * Accepts or refuses at once. The clock is read under the lock: order in line is order in time.
   */
  CompletableFuture<EventRecord> offer(WrittenEvent event) {
    lock.lock();
    try {
      if (closed) {
        return refused("the journal is stopping");
      }
      int limit = event.lane() == Lane.ALARM ? LIMIT + ALARM_RESERVE : LIMIT;
      if (unanswered >= limit) {
        return refused("too much waits to be written");
      }
      CompletableFuture<EventRecord> future = new CompletableFuture<>();
      offeredNanos = System.nanoTime();
      waiting.add(new Pending(event, clock.read(), offeredNanos, future));
      unanswered++;
      lookout.arrived();
      if (!writing && !looking) { // who writes looks for more before the commit, and after it
        changed.signal();
      }
      return future;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nobody writes and something is due, or it is time to look after the store; then the
   * batch may be empty. Who has taken it is the one who writes, until {@link #written}.
   */
  Batch take() throws InterruptedException {
    lookAround();
    lock.lock();
    try {
      for (long wait = nanosUntilTurn(); wait > 0; wait = nanosUntilTurn()) {
        changed.awaitNanos(wait);
      }
      boolean due = isDue() || waiting.hasRefused();
      Batch batch = new Batch(drain(due ? BATCH_LIMIT : 0), this::takeAfter);
      writing = true; // last: who fails before must not keep the other one from its turn
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Who has just written stays awake for a moment; what comes then need not wake anybody. */
  private void lookAround() {
    int seen = lookout.arrivals();
    long until;
    lock.lock();
    try {
      if (writing || looking || isDue()) {
        return;
      }
      looking = true;
      until = writtenNanos + LOOK_NS;
    } finally {
      lock.unlock();
    }
    lookout.look(seen, until);
    locked(() -> looking = false); // what has come is seen by taking, what comes now wakes somebody
  }

  /** What was taken is written, or never will be: it is the next one's turn. */
  void written() {
    lock.lock();
    try {
      writing = false;
      writtenNanos = System.nanoTime();
      if (closed || size() > 0 || !patience().equals(NO_HURRY)) {
        changed.signalAll(); // otherwise the next event will wake somebody
      }
    } finally {
      lock.unlock();
    }
  }

  /** What has come meanwhile; if nothing has, what comes as long as this may be a burst. */
  private Batch.Part takeAfter(List<Pending> soFar) {
    int limit = BATCH_LIMIT - soFar.size();
    int seen = lookout.arrivals();
    long until;
    lock.lock();
    try {
      if (waiting.size() > 0) {
        return drain(limit);
      }
      until = offeredNanos + (soFar.size() > 1 ? BURST_NS : LONE_NS);
    } finally {
      lock.unlock();
    }
    lookout.look(seen, until);
    return locked(() -> drain(limit));
  }

  /** Closed, nothing left to take, and nobody writes. */
  boolean isDone() {
    return locked(() -> closed && size() == 0 && !writing);
  }

  /** Takes all that is left, not to be written any more. */
  List<Pending> abandon() {
    return locked(() -> waiting.take(Integer.MAX_VALUE));
  }

  /**
   * Keeps the alarms and clinical events among entries that the disk refused, to be tried again
   * with the next event or when patience ends; see {@link Waiting#keepRefused}. None, once this is
   * closed.
   *
   * @return those whose callers are to be told; not only of the entries, if those kept are many
   */
  List<Pending> keepRefused(List<Pending> entries) {
    return locked(() -> closed ? entries : waiting.keepRefused(entries));
  }

  /** Places are free again only when the callers have been answered, so that those are bounded. */
  void answered(int count) {
    locked(() -> unanswered -= count);
  }

  /** Refuses from now on; what has been accepted can still be taken. */
  void close() {
    locked(
        () -> {
          closed = true;
          changed.signalAll();
        });
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  private long nanosUntilTurn() {
    if (writing) {
      return NO_HURRY.toNanos();
    }
    if (isDue()) {
      return 0;
    }
    long now = System.nanoTime();
    long wait = writtenNanos + patience().toNanos() - now;
    return waiting
        .oldest(Lane.TELEMETRY)
        .map(sample -> Math.min(wait, sample.queuedNanos() + telemetryNanos - now))
        .orElse(wait);
  }

  private Duration patience() {
    return sound.getAsBoolean() && !waiting.hasRefused() ? NO_HURRY : RETRY;
  }

  private boolean isDue() {
    int samples = waiting.samples();
    if (closed || size() > samples || samples >= BATCH_LIMIT) {
      return true;
    }
    return waiting
        .oldest(Lane.TELEMETRY)
        .filter(sample -> System.nanoTime() - sample.queuedNanos() >= telemetryNanos)
        .isPresent();
  }

  private int size() {
    return waiting.size() + (closed ? waiting.refused() : 0);
  }

  private Batch.Part drain(int limit) {
    return new Batch.Part(waiting.take(limit), timeForAdditions());
  }

  private ClockReading timeForAdditions() {
    return waiting.oldest(Lane.AUDIT).map(Pending::at).orElseGet(clock::read);
  }

  private static CompletableFuture<EventRecord> refused(String why) {
    return CompletableFuture.failedFuture(new JournalException(Reason.UNAVAILABLE, why));
  }
}
