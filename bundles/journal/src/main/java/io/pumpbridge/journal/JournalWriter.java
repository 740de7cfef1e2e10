// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.BatchWriter.Written;
import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.journal.Scribe.Outcome;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches out of the intake, has them written, and tells the callers. Two threads take turns:
 * whoever has written tells, while the other one is there for the next event. So no caller is told
 * by way of a third thread, and yet one that blocks cannot keep the next alarm from the disk: as
 * long as one thread tells, the other one leaves its notices to it.
 */
final class JournalWriter {
  private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);

  private final Store store;
  private final Intake intake;
  private final BatchWriter batches;
  private final Notices notices = new Notices();
  private final Map<Object, Runnable> listeners = new ConcurrentHashMap<>();
  private final List<Thread> threads =
      List.of(daemon(this::run, "journal-writer-1"), daemon(this::run, "journal-writer-2"));

  /** Taken, and not yet left to the notices. */
  private final Set<Batch> inHand = ConcurrentHashMap.newKeySet();

  JournalWriter(Store store, Intake intake) {
    this.store = store;
    this.intake = intake;
    this.batches = new BatchWriter(store);
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** As {@code EventJournal} has it. */
  AutoCloseable onAppended(Runnable listener) {
    Object registration = new Object(); // ending one ends only that one, however often
    listeners.put(registration, listener);
    return () -> listeners.remove(registration);
  }

  /** Waits for what is still to be written and told after the intake was closed. */
  boolean hasEndedBy(long deadlineNanos) {
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        thread.join(Math.max(1, left)); // 0 would be for ever
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /** Tells everybody who still waits. */
  void abandon(JournalException why) {
    inHand.stream()
        .flatMap(batch -> batch.entries().stream())
        .forEach(entry -> entry.future().completeExceptionally(why));
    intake.abandon().forEach(entry -> entry.future().completeExceptionally(why));
    daemon(notices::tellWaiting, "journal-farewell").start(); // what was written is not undone
  }

  private void run() {
    try {
      while (!intake.isDone()) {
        takeTurn();
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      intake.close(); // whatever ended this, nobody must wait for a writer that is gone
      abandon(new JournalException(Reason.UNAVAILABLE, "the journal has stopped", e));
      log.error("journal's writer has ended, nothing is stored any more", e);
    } finally {
      store.close();
    }
  }

  private void takeTurn() throws InterruptedException {
    Batch batch = intake.take();
    Runnable notice;
    try {
      inHand.add(batch);
      notice = write(batch);
    } finally {
      intake.written();
    }
    notices.tell(notice);
    inHand.remove(batch);
  }

  /**
   * @return what the callers are to be told
   */
  private Runnable write(Batch batch) {
    try {
      store.open(batch.earliest());
      store.lookForRoom(batch.earliest());
      if (batch.entries().isEmpty()) {
        return () -> {};
      }
      return settle(batches.write(batch));
    } catch (JournalException e) {
      return refuse(batch, e);
    } catch (RuntimeException | Error e) {
      log.error("journal has a bug, batch not written", e);
      return refuse(batch, Faults.stumbled(e));
    }
  }

  private Runnable refuse(Batch batch, JournalException why) {
    List<Pending> left = intake.keepRefused(batch.entries());
    return () -> fail(left, why);
  }

  /** Keeps the alarms and clinical events that the disk refused, be it full or worse. */
  private Runnable settle(Written written) {
    List<Outcome> outcomes = written.outcomes();
    if (written.why().isEmpty()) {
      return () -> tell(outcomes);
    }
    JournalException why = written.why().get();
    List<Pending> left = intake.keepRefused(written.refused());
    return () -> {
      tell(outcomes);
      fail(left, why);
    };
  }

  private void tell(List<Outcome> outcomes) {
    intake.answered(outcomes.size());
    for (Outcome outcome : outcomes) {
      CompletableFuture<EventRecord> future = outcome.entry().future();
      outcome.record().ifPresent(record -> acknowledge(record, future));
      outcome.failure().ifPresent(future::completeExceptionally);
    }
    for (Runnable listener : listeners.values()) {
      try {
        listener.run();
      } catch (RuntimeException | Error e) {
        log.error("a listener of the journal failed", e);
      }
    }
  }

  /** The line in the log lets a test, and the demo, hold the journal to its word. */
  private static void acknowledge(EventRecord record, CompletableFuture<EventRecord> future) {
    log.debug(
        "record durable epoch={} lane={} seq={}",
        record.stream().epoch(),
        record.stream().lane().wireName(),
        record.sequence());
    future.complete(record);
  }

  private void fail(List<Pending> entries, JournalException failure) {
    intake.answered(entries.size());
    entries.forEach(entry -> entry.future().completeExceptionally(failure));
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
