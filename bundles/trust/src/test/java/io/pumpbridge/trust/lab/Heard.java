// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.event.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** An audit trail that remembers. */
public final class Heard implements AuditTrail {
  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<Void> keep(Event event) {
    events.add(event);
    return CompletableFuture.completedFuture(null);
  }

  /** Name and the detail that tells most of it, one a line. */
  public List<String> said(String detail) {
    return events.stream()
        .map(event -> event.name() + " " + event.details().toTree().get(detail))
        .toList();
  }

  public Event last() {
    return events.get(events.size() - 1);
  }
}
