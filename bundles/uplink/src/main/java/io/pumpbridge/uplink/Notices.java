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
 * Changes of the connection, which somebody outside can cause. Ten go into the journal one by one,
 * then their number every two minutes: each record is a commit on the flash, so a line that is lost
 * all day must not cost more than a day at the bedside, and must not go unmentioned either. Safe
 * for many threads.
 */
final class Notices {
  static final int AT_ONCE = 10;

  /** 730 a day at most; four pumps make some three thousand events. */
  static final int PER_HOUR = 30;

  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  private final EventJournal journal;
  private final Allowance allowance;
  private long unsaidCount;
  private Optional<EventName> unsaid = Optional.empty();

  Notices(EventJournal journal, long nowMs) {
    this.journal = journal;
    this.allowance = new Allowance(AT_ONCE, PER_HOUR, nowMs);
  }

  synchronized void say(Event event, long nowMs) {
    onTick(nowMs);
    if (unsaid.isEmpty() && allowance.tryTake(nowMs)) {
      append(event);
    } else {
      unsaidCount++;
      unsaid = Optional.of(event.name());
    }
  }

  /** Tells how many were not told, as soon as that may be; to be called every now and then. */
  synchronized void onTick(long nowMs) {
    if (unsaid.isPresent() && allowance.tryTake(nowMs)) {
      append(Event.of(unsaid.get(), countOf(unsaidCount)));
      unsaid = Optional.empty();
      unsaidCount = 0;
    }
  }

  private static Fields countOf(long count) {
    return Fields.builder()
        .put("code", "further")
        .put("reason", "More of these happened than are recorded one by one.")
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
