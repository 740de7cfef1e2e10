// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.audit.Repeats;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.time.TrustedClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** An audit trail as the journal offers it: equal refusals within an hour are counted. */
final class CountingTrail implements AuditTrail {
  private final Supplier<EventJournal> journal;
  private final TrustedClock clock;
  private final Repeats repeats = new Repeats();

  CountingTrail(Supplier<EventJournal> journal, TrustedClock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Void> keep(Event event) {
    return journal.get().append(event).thenApply(record -> null);
  }

  @Override
  public synchronized void refuse(Event event) {
    tell(repeats.on(event, clock.read().monotonicMs()));
  }

  /** What is only counted is told now. */
  synchronized void drain() {
    tell(repeats.drain());
  }

  private void tell(List<Event> events) {
    events.forEach(this::record);
  }
}
