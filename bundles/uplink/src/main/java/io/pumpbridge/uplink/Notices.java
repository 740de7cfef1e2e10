// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.journal.EventJournal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that somebody outside can cause. At most ten a minute go into the journal, then their
 * number: a flood must not push out what matters, and must not go unmentioned either. Safe for many
 * threads.
 */
final class Notices {
  static final int MAX_PER_PERIOD = 10;
  static final long PERIOD_MS = 60_000;

  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  private final EventJournal journal;
  private long periodStartMs;
  private int saidCount;
  private long unsaidCount;
  private Optional<EventName> unsaid = Optional.empty();

  Notices(EventJournal journal, long nowMs) {
    this.journal = journal;
    this.periodStartMs = nowMs;
  }

  synchronized void say(Event event, long nowMs) {
    onTick(nowMs);
    if (saidCount < MAX_PER_PERIOD) {
      saidCount++;
      append(event);
    } else {
      unsaidCount++;
      unsaid = Optional.of(event.name());
    }
  }

  /** Ends the minute when it is over; to be called every now and then. */
  synchronized void onTick(long nowMs) {
    if (nowMs - periodStartMs < PERIOD_MS) {
      return;
    }
    periodStartMs = nowMs;
    saidCount = 0;
    unsaid.ifPresent(name -> append(Event.of(name, countOf(unsaidCount))));
    unsaid = Optional.empty();
    unsaidCount = 0;
  }

  private static Fields countOf(long count) {
    return Fields.builder()
        .put("code", "further")
        .put("reason", "More of these happened within a minute than are recorded one by one.")
        .put("count", count)
        .build();
  }

  private void append(Event event) {
    var unused =
        journal
            .append(event)
            .whenComplete(
                (record, failure) -> {
                  if (failure != null) {
                    log.warn("an event could not be recorded name={}", event.name(), failure);
                  }
                });
  }
}
