// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.uplink.mqtt.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When to connect, when to give up, and what to say of it. Pure: told the time, one thread.
 *
 * <p>A connection counts only once it has carried something: a broker that accepts everybody and
 * then throws them out would otherwise be called in a tight loop.
 */
final class UplinkPlan {

  /** Where the plan stands. */
  enum State {
    WAITING,
    /** From the first packet to the subscription, within one time limit. */
    CONNECTING,
    /** Connected and subscribed, but nothing acknowledged yet. */
    SETTLING,
    ONLINE
  }

  /** What is to be done. */
  sealed interface Effect {
    record Open() implements Effect {}

    record Greet() implements Effect {}

    record Discard() implements Effect {}

    record Report(Event event) implements Effect {}
  }

  /**
   * For health: how it stands and since when.
   *
   * @param failure the newest reason why there is no connection; empty while online
   */
  record Standing(State state, Instant since, Optional<Failure> failure) {}

  private final String server;
  private final Timing timing;
  private final Backoff backoff;
  private State state = State.WAITING;
  private long stateSinceMs;
  private long waitUntilMs;
  private Instant standingSince;
  private Optional<Failure> failure = Optional.empty();
  private String said = "";

  UplinkPlan(String server, Timing timing, Backoff backoff, ClockReading at) {
    this.server = server;
    this.timing = timing;
    this.backoff = backoff;
    this.stateSinceMs = at.monotonicMs();
    this.waitUntilMs = at.monotonicMs();
    this.standingSince = at.wall();
  }

  Standing standing() {
    return new Standing(state, standingSince, failure);
  }

  boolean isConnected() {
    return state == State.SETTLING || state == State.ONLINE;
  }

  /**
   * How long nothing can become due: until the next try, or the end of patience with the one that
   * is under way.
   *
   * @param longestMs when somebody looks again anyhow
   */
  long calmMs(long nowMs, long longestMs) {
    long dueMs =
        switch (state) {
          case WAITING -> waitUntilMs;
          case CONNECTING -> stateSinceMs + timing.connectMax().toMillis();
          case SETTLING, ONLINE -> nowMs + longestMs;
        };
    return Math.max(1, Math.min(longestMs, dueMs - nowMs));
  }

  /**
   * Time has passed.
   *
   * @param silenceMs the age of the oldest unacknowledged publish; 0 if none waits. This, and not
   *     what the client library believes, is how a dead connection is noticed
   */
  List<Effect> onTick(ClockReading at, long silenceMs) {
    long now = at.monotonicMs();
    if (state == State.WAITING && now >= waitUntilMs) {
      enter(State.CONNECTING, now);
      return List.of(new Effect.Open());
    }
    if (state == State.CONNECTING && now - stateSinceMs >= timing.connectMax().toMillis()) {
      return giveUp(at, Failure.of("no-answer", "The server took the call but did not answer."));
    }
    if (isConnected() && silenceMs > timing.acknowledgeMax().toMillis()) {
      return giveUp(
          at,
          Failure.of("no-acknowledgement", "The server stopped acknowledging what it was sent."));
    }
    return List.of();
  }

  List<Effect> onConnected(ClockReading at) {
    if (state != State.CONNECTING) {
      return List.of();
    }
    enter(State.SETTLING, at.monotonicMs());
    return List.of(new Effect.Greet());
  }

  /** A record was acknowledged, or the birth was and there is no record to send. */
  List<Effect> onProgress(ClockReading at) {
    if (state != State.SETTLING) {
      return List.of();
    }
    backoff.reset();
    enter(State.ONLINE, at.monotonicMs());
    standingSince = at.wall();
    failure = Optional.empty();
    return report("connected", EventName.SERVER_CONNECTED, Fields.builder());
  }

  List<Effect> onEnded(ClockReading at, Failure why) {
    return state == State.WAITING ? List.of() : giveUp(at, why);
  }

  private List<Effect> giveUp(ClockReading at, Failure why) {
    boolean wasOnline = state == State.ONLINE;
    if (wasOnline || failure.isEmpty()) {
      standingSince = at.wall();
    }
    failure = Optional.of(why);
    enter(State.WAITING, at.monotonicMs());
    waitUntilMs = at.monotonicMs() + backoff.nextMs();
    Fields.Builder details = Fields.builder().put("code", why.code()).put("reason", why.reason());
    if (!why.subject().isEmpty()) {
      details.put("subject", why.subject());
    }
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Discard());
    effects.addAll(
        wasOnline
            ? report("lost", EventName.SERVER_LOST, details)
            : report("refused " + why.code(), EventName.SERVER_REFUSED, details));
    return effects;
  }

  /** Says a thing once, not again at every attempt. */
  private List<Effect> report(String what, EventName name, Fields.Builder details) {
    if (what.equals(said)) {
      return List.of();
    }
    said = what;
    return List.of(new Effect.Report(Event.of(name, details.put("server", server).build())));
  }

  private void enter(State next, long nowMs) {
    state = next;
    stateSinceMs = nowMs;
  }
}
