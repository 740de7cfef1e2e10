// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.audit;

import io.pumpbridge.model.event.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Holds what happens before a trail is there; then hands everything through. */
public final class EarlyTrail implements AuditTrail, AuditSource {
  /** Far more than one start can bring about; beyond it, the newest are not taken. */
  static final int LIMIT = 256;

  private record Waiting(Event event, boolean refusal, CompletableFuture<Void> done) {}

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Optional<AuditTrail> trail = Optional.empty();

  @Override
  public synchronized void tellTo(AuditTrail newTrail) {
    trail = Optional.of(newTrail);
    while (!waiting.isEmpty()) {
      hand(newTrail, waiting.remove());
    }
  }

  @Override
  public synchronized void stopTelling(AuditTrail oldTrail) {
    trail = trail.filter(current -> current != oldTrail);
  }

  @Override
  public CompletableFuture<Void> keep(Event event) {
    return take(event, false);
  }

  @Override
  public void refuse(Event event) {
    var unused = take(event, true);
  }

  private synchronized CompletableFuture<Void> take(Event event, boolean refusal) {
    Waiting entry = new Waiting(event, refusal, new CompletableFuture<>());
    if (trail.isPresent()) {
      hand(trail.get(), entry);
    } else if (waiting.size() < LIMIT) {
      waiting.add(entry);
    } else {
      entry
          .done()
          .completeExceptionally(new IllegalStateException("too much waits for the audit trail"));
    }
    return entry.done();
  }

  private static void hand(AuditTrail to, Waiting entry) {
    if (entry.refusal()) {
      to.refuse(entry.event());
      entry.done().complete(null);
      return;
    }
    var unused =
        to.keep(entry.event())
            .whenComplete(
                (stored, failure) -> {
                  if (failure == null) {
                    entry.done().complete(null);
                  } else {
                    entry.done().completeExceptionally(failure);
                  }
                });
  }
}
