// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.uplink.Backoff;
import io.pumpbridge.uplink.mqtt.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** When to call the collector, and what to say of it. Pure: told the time, one thread. */
final class ShippingPlan {
  /**
   * Without news the collector is called this often, so that its absence is known before needed.
   */
  static final long CHECK_MS = 600_000;

  private final String server;
  private final Backoff backoff;
  private long nextTryMs;
  private long nextCheckMs;
  private boolean reached;
  private Instant since;
  private Optional<Failure> failure = Optional.empty();

  ShippingPlan(String server, Backoff backoff, ClockReading at) {
    this.server = server;
    this.backoff = backoff;
    this.nextTryMs = at.monotonicMs();
    this.nextCheckMs = at.monotonicMs();
    this.since = at.wall();
  }

  /** Whether to call now. */
  boolean isDue(long backlog, long nowMs) {
    return nowMs >= nextTryMs && (backlog > 0 || nowMs >= nextCheckMs);
  }

  /**
   * It has read everything.
   *
   * @return what is to be told: that it is there, if it was not
   */
  Optional<Event> onDelivered(ClockReading at) {
    backoff.reset();
    nextTryMs = at.monotonicMs();
    nextCheckMs = at.monotonicMs() + CHECK_MS;
    failure = Optional.empty();
    if (reached) {
      return Optional.empty();
    }
    reached = true;
    since = at.wall();
    return Optional.of(
        Event.of(EventName.COLLECTOR_CONNECTED, Fields.builder().put("server", server).build()));
  }

  /**
   * It has not, or perhaps not.
   *
   * @return what is to be told, if the reason is new
   */
  Optional<Event> onFailed(Failure why, ClockReading at) {
    boolean isNew = failure.map(known -> !known.code().equals(why.code())).orElse(true);
    if (reached || failure.isEmpty()) {
      since = at.wall();
    }
    reached = false;
    failure = Optional.of(why);
    nextTryMs = at.monotonicMs() + backoff.nextMs();
    if (!isNew) {
      return Optional.empty();
    }
    Fields.Builder details =
        Fields.builder().put("server", server).put("code", why.code()).put("reason", why.reason());
    if (!why.subject().isEmpty()) {
      details.put("subject", why.subject());
    }
    return Optional.of(Event.of(EventName.COLLECTOR_REFUSED, details.build()));
  }

  Health health(long backlog) {
    if (failure.isEmpty()) {
      return Health.WELL;
    }
    Failure why = failure.get();
    return new Health(
        Level.WARNING,
        "collector-" + why.code(),
        "The audit collector "
            + server
            + " is out of reach since "
            + since.truncatedTo(ChronoUnit.SECONDS)
            + ": "
            + why.reason()
            + " "
            + backlog
            + " records wait in the journal.");
  }
}
