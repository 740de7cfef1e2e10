// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A session and a far end in virtual time; ticks as seldom as is allowed. */
public final class Talk {

  /** The other end of the line. */
  public interface FarEnd {
    /** What comes back, and how much later. */
    List<Arrival> onBytes(Bytes sent, long nowMs);

    /** What comes of its own accord; asked at each tick. */
    default List<Arrival> onTick(long nowMs) {
      return List.of();
    }
  }

  public record Arrival(Bytes bytes, long afterMs) {}

  /** An effect and when it was wanted. */
  public record Entry(long atMs, Effect effect) {}

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
  public FarEnd farEnd;

  public Talk(PumpSession session, FarEnd farEnd) {
    this.session = session;
    this.farEnd = farEnd;
    states.add(session.state());
  }

  public long nowMs() {
    return nowMs;
  }

  /** As it is now. */
  public PumpSession session() {
    return session;
  }

  public String state() {
    return session.state();
  }

  /** Each state that was entered, in order. */
  public List<String> states() {
    return states;
  }

  public void open() {
    feed(new SessionInput.Opened(nowMs));
  }

  /** The port goes, with all that was on its way. */
  public void unplug() {
    line.clear();
    feed(new SessionInput.Closed(nowMs));
  }

  /** Bytes that nobody asked for. */
  public void inject(Bytes bytes) {
    feed(new SessionInput.Received(bytes, nowMs));
  }

  public void run(long ms) {
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
        comes(farEnd.onTick(nowMs));
        feed(new SessionInput.Tick(nowMs));
      }
    }
  }

  /** Asks for a programme. */
  public void program(Programme programme) {
    feed(new SessionInput.Program(programme, nowMs));
  }

  /** Asks the session to give everything back. */
  public void stop() {
    feed(new SessionInput.Stop(nowMs));
  }

  public boolean isReleased() {
    return session.isReleased();
  }

  public boolean isAnswered() {
    return session.isAnswered();
  }

  /** Runs until the session is in that state, for a minute at most. */
  public void runUntil(String state) {
    long deadline = nowMs + 60_000;
    while (!session.state().equals(state)) {
      if (nowMs > deadline) {
        throw new AssertionError("still " + session.state() + " and not " + state);
      }
      run(10);
    }
  }

  /** Until so many requests have been sent and the last not yet answered, ten seconds at most. */
  public void runUntilSent(int requests) {
    long deadline = nowMs + 10_000;
    while (sent().size() < requests && nowMs < deadline) {
      run(1);
    }
    assertThat(sent()).hasSize(requests);
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
        comes(farEnd.onBytes(send.bytes(), nowMs));
      }
    }
  }

  private void comes(List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      line.add(new Due(nowMs + arrival.afterMs(), order++, arrival.bytes()));
    }
  }

  public List<Entry> entries() {
    return entries;
  }

  public void forget() {
    entries.clear();
  }

  public <T extends Effect> List<T> effects(Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Entry entry : entries) {
      if (kind.isInstance(entry.effect())) {
        found.add(kind.cast(entry.effect()));
      }
    }
    return found;
  }

  /** What was sent, in order. */
  public List<Bytes> sent() {
    return effects(Effect.Send.class).stream().map(Effect.Send::bytes).toList();
  }

  /** When just that was sent. */
  public List<Long> timesSent(Bytes bytes) {
    List<Long> times = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.effect() instanceof Effect.Send send && send.bytes().equals(bytes)) {
        times.add(entry.atMs());
      }
    }
    return times;
  }

  public List<Observation> reports() {
    return effects(Effect.Report.class).stream().map(Effect.Report::observation).toList();
  }

  public List<PumpIdentity> identified() {
    return effects(Effect.Identified.class).stream().map(Effect.Identified::pump).toList();
  }

  public List<Effect.LossReason> losses() {
    return effects(Effect.Lost.class).stream().map(Effect.Lost::reason).toList();
  }

  public List<ProgrammeOutcome> outcomes() {
    return effects(Effect.Programmed.class).stream().map(Effect.Programmed::outcome).toList();
  }

  /** The only one. */
  public ProgrammeOutcome outcome() {
    assertThat(outcomes()).as("exactly one answer").hasSize(1);
    return outcomes().get(0);
  }

  public int noise() {
    return effects(Effect.Noise.class).stream().mapToInt(Effect.Noise::byteCount).sum();
  }
}
