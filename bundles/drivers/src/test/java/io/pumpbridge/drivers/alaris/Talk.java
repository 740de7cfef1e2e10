// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A session and a far end in virtual time; ticks as seldom as is allowed. */
final class Talk {

  /** The other end of the line. */
  interface FarEnd {
    /** What comes back, and how much later. */
    List<Arrival> onBytes(Bytes sent, long nowMs);
  }

  record Arrival(Bytes bytes, long afterMs) {}

  /** An effect and when it was wanted. */
  record Entry(long atMs, Effect effect) {}

  private record Due(long atMs, long order, Bytes bytes) {}

  private static final long TICK_MS = 100;

  /** Monotonic clocks may start anywhere, also below zero. */
  private long nowMs = -5_000;

  private long nextTickMs = nowMs;
  private long order;
  private final PriorityQueue<Due> line =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> states = new ArrayList<>();
  private PumpSession session;
  FarEnd farEnd;

  Talk(PumpSession session, FarEnd farEnd) {
    this.session = session;
    this.farEnd = farEnd;
    states.add(session.state());
  }

  long nowMs() {
    return nowMs;
  }

  String state() {
    return session.state();
  }

  /** Each state that was entered, in order. */
  List<String> states() {
    return states;
  }

  void open() {
    feed(new SessionInput.Opened(nowMs));
  }

  /** The port goes, with all that was on its way. */
  void unplug() {
    line.clear();
    feed(new SessionInput.Closed(nowMs));
  }

  /** Bytes that nobody asked for. */
  void inject(Bytes bytes) {
    feed(new SessionInput.Received(bytes, nowMs));
  }

  void run(long ms) {
    long end = nowMs + ms;
    while (true) {
      Due due = line.peek();
      long arrival = due == null ? Long.MAX_VALUE : due.atMs();
      long next = Math.min(arrival, nextTickMs);
      if (next > end) {
        nowMs = end;
        return;
      }
      nowMs = Math.max(nowMs, next);
      if (due != null && arrival <= nextTickMs) {
        line.remove();
        feed(new SessionInput.Received(due.bytes(), nowMs));
      } else {
        nextTickMs = nowMs + TICK_MS;
        feed(new SessionInput.Tick(nowMs));
      }
    }
  }

  /** Runs until the session is in that state, for a minute at most. */
  void runUntil(String state) {
    long deadline = nowMs + 60_000;
    while (!session.state().equals(state)) {
      if (nowMs > deadline) {
        throw new AssertionError("still " + session.state() + " and not " + state);
      }
      run(10);
    }
  }

  private void feed(SessionInput input) {
    PumpSession.Step step = session.on(input);
    session = step.next();
    if (!states.get(states.size() - 1).equals(session.state())) {
      states.add(session.state());
    }
    for (Effect effect : step.effects()) {
      entries.add(new Entry(nowMs, effect));
      if (effect instanceof Effect.Send send) {
        for (Arrival arrival : farEnd.onBytes(send.bytes(), nowMs)) {
          line.add(new Due(nowMs + arrival.afterMs(), order++, arrival.bytes()));
        }
      }
    }
  }

  List<Entry> entries() {
    return entries;
  }

  void forget() {
    entries.clear();
  }

  <T extends Effect> List<T> effects(Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Entry entry : entries) {
      if (kind.isInstance(entry.effect())) {
        found.add(kind.cast(entry.effect()));
      }
    }
    return found;
  }

  List<String> sent() {
    return effects(Effect.Send.class).stream()
        .map(send -> send.bytes().toText(StandardCharsets.US_ASCII))
        .map(text -> text.substring(1, text.indexOf('|')))
        .toList();
  }

  List<Long> timesSent(String command) {
    List<Long> times = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.effect() instanceof Effect.Send send
          && send.bytes().equals(AlarisVectors.framed(command))) {
        times.add(entry.atMs());
      }
    }
    return times;
  }

  List<Observation> reports() {
    return effects(Effect.Report.class).stream().map(Effect.Report::observation).toList();
  }

  List<PumpIdentity> identified() {
    return effects(Effect.Identified.class).stream().map(Effect.Identified::pump).toList();
  }

  List<Effect.LossReason> losses() {
    return effects(Effect.Lost.class).stream().map(Effect.Lost::reason).toList();
  }

  int noise() {
    return effects(Effect.Noise.class).stream().mapToInt(Effect.Noise::byteCount).sum();
  }
}
