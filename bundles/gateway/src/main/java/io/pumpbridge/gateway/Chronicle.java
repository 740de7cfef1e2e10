// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.EventJournal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the journal, and never waits for it. Notices where an epoch begins: what stands was told in
 * the one before it, of which perhaps nothing is left. Safe for many threads.
 */
final class Chronicle {
  private static final Logger log = LoggerFactory.getLogger(Chronicle.class);

  private final EventJournal journal;
  private final AtomicLong eventsLost = new AtomicLong();
  private final AtomicReference<String> epoch = new AtomicReference<>("");
  private final AtomicBoolean epochBegan = new AtomicBoolean();

  Chronicle(EventJournal journal) {
    this.journal = journal;
  }

  void append(Event event) {
    var unused =
        journal
            .append(event)
            .whenComplete(
                (record, failure) -> {
                  if (failure == null) {
                    stored(record);
                  } else {
                    eventsLost.incrementAndGet();
                    log.error("event could not be journaled name={}", event.name(), failure);
                  }
                });
  }

  private void stored(EventRecord record) {
    String before = epoch.getAndSet(record.stream().epoch());
    if (!before.isEmpty() && !before.equals(record.stream().epoch())) {
      epochBegan.set(true);
    }
  }

  /** Whether an epoch has begun since this was asked last; the first one does not count. */
  boolean takeEpochBegan() {
    return epochBegan.getAndSet(false);
  }

  /** Events that the journal could not take; each was logged. */
  long eventsLost() {
    return eventsLost.get();
  }
}
