// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fault.LineFaults;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What waits to go on the line, one after the other, as on a wire: what comes late holds up what
 * comes after it. Not safe for threads.
 */
final class Outbox {
  /** A pump that nobody lets speak forgets the rest. */
  private static final int MOST_WAITING = 1_000;

  /**
   * What the pump said, what comes of it, and not before when.
   *
   * @param frame empty if it was not the pump who said it
   */
  record Waiting(Bytes frame, Bytes arrives, long dueNanos) {
    boolean isUnharmed() {
      return frame.length() > 0 && frame.equals(arrives);
    }
  }

  private final Disturbances disturbances;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private LineFaults faults = LineFaults.none();

  Outbox(Disturbances disturbances) {
    this.disturbances = disturbances;
  }

  void faults(LineFaults faults) {
    this.faults = faults;
  }

  /** The pump says something. */
  void say(Bytes frame, long nowMs, long nowNanos) {
    Bytes disturbed = disturbances.carry(frame, nowMs);
    if (disturbed.length() > 0) {
      LineFaults.Arrival arrival = faults.carry(disturbed);
      Duration after = arrival.after().plus(disturbances.delay());
      add(new Waiting(frame, arrival.bytes(), nowNanos + after.toNanos()));
    }
  }

  /** Somebody else says something. */
  void inject(Bytes bytes, long nowNanos) {
    add(new Waiting(Bytes.EMPTY, bytes, nowNanos));
  }

  private void add(Waiting next) {
    if (waiting.size() < MOST_WAITING) {
      waiting.addLast(next);
    }
  }

  void forget() {
    waiting.clear();
  }

  /** Until the next is due, not negative; empty if none waits. */
  OptionalLong nanosUntilDue(long nowNanos) {
    Waiting first = waiting.peekFirst();
    return first == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, first.dueNanos() - nowNanos));
  }

  Optional<Waiting> takeDue(long nowNanos) {
    return nanosUntilDue(nowNanos).orElse(1) == 0
        ? Optional.of(waiting.removeFirst())
        : Optional.empty();
  }
}
