// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.audit.Repeats;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.time.TrustedClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit trail is the audit lane of the journal, with a gate against storms before it. */
final class AuditLane implements AuditTrail, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditLane.class);
  private static final long TICK_S = 60;

  private final EventJournal journal;
  private final TrustedClock clock;
  private final Repeats repeats = new Repeats();
  private final ScheduledThreadPoolExecutor ticker =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "journal-audit");
            thread.setDaemon(true);
            return thread;
          });

  AuditLane(EventJournal journal, TrustedClock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  void start() {
    var unused = ticker.scheduleWithFixedDelay(this::onTick, TICK_S, TICK_S, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Void> keep(Event event) {
    if (event.lane() != Lane.AUDIT) {
      throw new IllegalArgumentException(event.name() + " does not belong to the audit lane");
    }
    return append(event);
  }

  private CompletableFuture<Void> append(Event event) {
    CompletableFuture<EventRecord> stored = journal.append(event);
    return stored
        .whenComplete(
            (record, failure) -> {
              if (failure != null) {
                log.error("act not stored name={} failure={}", event.name(), failure.toString());
              }
            })
        .thenApply(record -> null);
  }

  @Override
  public void refuse(Event event) {
    tell(admitted(event));
  }

  private synchronized List<Event> admitted(Event event) {
    return repeats.on(event, clock.read().monotonicMs());
  }

  /** Tells what is counted long enough; the timer's, and tests call it. */
  void onTick() {
    List<Event> due;
    synchronized (this) {
      due = repeats.onTick(clock.read().monotonicMs());
    }
    tell(due);
  }

  /** Of whatever lane: a refused order is told in the clinical one, and can be provoked as well. */
  private void tell(List<Event> events) {
    for (Event event : events) {
      var unused = append(event);
    }
  }

  /** Tells all that is only counted; to be called while the journal still takes it. */
  @Override
  public void close() {
    ticker.shutdownNow();
    List<Event> rest;
    synchronized (this) {
      rest = repeats.drain();
    }
    tell(rest);
  }
}
