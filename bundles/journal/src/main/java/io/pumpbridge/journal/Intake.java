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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

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
  private final Map<Lane, ArrayDeque<Pending>> queues = new EnumMap<>(Lane.class);

  /** Alarms that the disk has refused, oldest first; they go first with the next attempt. */
  private final ArrayDeque<Pending> refused = new ArrayDeque<>();

  private final BooleanSupplier sound;
  private long telemetryNanos;
  private int unanswered;
  private boolean closed;

  /** One thread has taken a batch and has not yet said that it is written... */
  private boolean writing;

  /** ...or did then. */
  private long writtenNanos = System.nanoTime();

  /**
   * @param sound whether the store can be written, as far as is known
   */
  Intake(TrustedClock clock, Duration telemetryCommit, BooleanSupplier sound) {
    this.clock = clock;
    this.sound = sound;
    this.telemetryNanos = telemetryCommit.toNanos();
    for (Lane lane : Lane.values()) {
      queues.put(lane, new ArrayDeque<>());
    }
  }

  void adjust(Duration telemetryCommit) {
    lock.lock();
    try {
      telemetryNanos = telemetryCommit.toNanos();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
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
      queue(event.lane()).add(new Pending(event, clock.read(), System.nanoTime(), future));
      unanswered++;
      if (!writing) { // who writes looks for more before the commit, and after it
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
    lock.lock();
    try {
      for (long wait = nanosUntilTurn(); wait > 0; wait = nanosUntilTurn()) {
        changed.awaitNanos(wait);
      }
      writing = true;
      boolean due = isDue() || !refused.isEmpty();
      return new Batch(drain(due ? BATCH_LIMIT : 0), this::takeNow);
    } finally {
      lock.unlock();
    }
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

  private Batch.Part takeNow(int limit) {
    lock.lock();
    try {
      return drain(limit);
    } finally {
      lock.unlock();
    }
  }

  /** Closed, nothing left to take, and nobody writes. */
  boolean isDone() {
    lock.lock();
    try {
      return closed && size() == 0 && !writing;
    } finally {
      lock.unlock();
    }
  }

  /** Takes all that is left, not to be written any more. */
  List<Pending> abandon() {
    lock.lock();
    try {
      List<Pending> left = new ArrayList<>(refused);
      refused.clear();
      for (ArrayDeque<Pending> queue : queues.values()) {
        left.addAll(queue);
        queue.clear();
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps the alarms among entries that the disk refused, to be tried again with the next event or
   * when patience ends. If they are too many, the newest stay. None, once this is closed.
   *
   * @return those that are not kept
   */
  List<Pending> keepAlarms(List<Pending> entries) {
    lock.lock();
    try {
      List<Pending> left = new ArrayList<>();
      for (Pending entry : entries) {
        boolean kept = !closed && entry.event().lane() == Lane.ALARM;
        (kept ? refused : left).add(entry);
      }
      while (refused.size() > ALARM_RESERVE) {
        left.add(refused.remove());
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Places are free again only when the callers have been answered, so that those are bounded. */
  void answered(int count) {
    lock.lock();
    try {
      unanswered -= count;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses from now on; what has been accepted can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
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
    ArrayDeque<Pending> samples = queue(Lane.TELEMETRY);
    return samples.isEmpty()
        ? wait
        : Math.min(wait, samples.element().queuedNanos() + telemetryNanos - now);
  }

  private Duration patience() {
    return sound.getAsBoolean() && refused.isEmpty() ? NO_HURRY : RETRY;
  }

  private boolean isDue() {
    ArrayDeque<Pending> samples = queue(Lane.TELEMETRY);
    if (closed || size() > samples.size() || samples.size() >= BATCH_LIMIT) {
      return true;
    }
    return !samples.isEmpty()
        && System.nanoTime() - samples.element().queuedNanos() >= telemetryNanos;
  }

  private int size() {
    return queues.values().stream().mapToInt(ArrayDeque::size).sum()
        + (closed ? refused.size() : 0);
  }

  private Batch.Part drain(int limit) {
    List<Pending> entries = new ArrayList<>();
    while (!refused.isEmpty() && entries.size() < limit) {
      entries.add(refused.remove());
    }
    for (Lane lane : Lane.values()) {
      ArrayDeque<Pending> queue = queue(lane);
      while (!queue.isEmpty() && entries.size() < limit) {
        entries.add(queue.remove());
      }
    }
    return new Batch.Part(entries, timeForAdditions());
  }

  private ClockReading timeForAdditions() {
    ArrayDeque<Pending> audits = queue(Lane.AUDIT);
    return audits.isEmpty() ? clock.read() : audits.element().at();
  }

  private ArrayDeque<Pending> queue(Lane lane) {
    return queues.computeIfAbsent(lane, missing -> new ArrayDeque<>());
  }

  private static CompletableFuture<EventRecord> refused(String why) {
    return CompletableFuture.failedFuture(new JournalException(Reason.UNAVAILABLE, why));
  }
}
