// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.trust.clock.ClockChange.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notices that a wall clock does not go as the time passes. Pure: told each reading; one thread at
 * a time. It compares with the monotonic clock, so also a step between two readings that lie hours
 * apart is seen, and its size is told without what has passed in between.
 *
 * <p>What counts is what records show, so a clock that boots in 1970 and is set steps from the
 * floor. Only where the floor hides that the machine's clock fell behind it, that is told.
 *
 * <p>What drifts or is slewed by a time service is no event: 500 ppm is what a kernel slews by.
 * Changes are told one by one until {@link #BURST} are spent; then one an hour, with their number:
 * a clock that is set every second makes at most 30 records a day.
 */
final class ClockWatch {
  /** Whoever is set by less need not be told; time services step from 128 ms on. */
  static final Duration STEP = Duration.ofSeconds(2);

  /** Nobody's clock is set by so much with good reason but once, after a first start. */
  static final Duration JUMP = Duration.ofDays(365);

  /** Told at once; a start with a dead battery and a network that flutters has three. */
  static final int BURST = 6;

  /** After that. */
  static final Duration INTERVAL = Duration.ofHours(1);

  /** Twice what a kernel slews by. */
  private static final long DRIFT_PER_MILLION = 1_000;

  private static final long MILLION = 1_000_000;

  /** One look: what the machine says, and what is shown. */
  private record Look(Instant machine, ClockReading shown) {
    Look after(long passedMs) {
      ClockReading later =
          new ClockReading(
              shown.wall().plusMillis(passedMs), shown.quality(), shown.monotonicMs() + passedMs);
      return new Look(machine.plusMillis(passedMs), later);
    }
  }

  private final Instant startFloor;

  /** What is expected is reckoned from here. */
  private Optional<Look> reference = Optional.empty();

  private ClockQuality quality = ClockQuality.HOLDOVER;
  private long lastMs;
  private long refilledMs;
  private int tokens = BURST;
  private Optional<ClockChange> held = Optional.empty();

  /**
   * @param startFloor what is known to be past before the first look
   */
  ClockWatch(Instant startFloor) {
    this.startFloor = startFloor;
  }

  /**
   * One look at the clock.
   *
   * @param shown what the floor made of it
   * @param signed whether it is later than the last because of what somebody signed
   * @return what is to be told now
   */
  Optional<ClockChange> on(RawTime raw, ClockReading shown, boolean signed) {
    if (raw.monotonicMs() < lastMs) {
      return Optional.empty(); // overtaken by another thread's look
    }
    Look now = new Look(raw.system(), shown);
    Optional<ClockChange> change =
        reference.isPresent() ? change(reference.get(), now, signed) : begin(now);
    lastMs = raw.monotonicMs();
    quality = shown.quality();
    change.ifPresent(next -> held = held.map(one -> one.and(next)).or(() -> Optional.of(next)));
    return release(raw.monotonicMs());
  }

  private Optional<ClockChange> begin(Look now) {
    reference = Optional.of(now);
    refilledMs = now.shown().monotonicMs();
    ClockQuality shown = now.shown().quality();
    if (shown == ClockQuality.FLOOR) {
      return Optional.of(change(Reason.BACKWARDS, startFloor, now.machine(), shown));
    }
    return shown == ClockQuality.HOLDOVER && now.machine().isAfter(startFloor.plus(TimeFloor.REACH))
        ? Optional.of(change(Reason.JUMP, startFloor, now.machine(), shown))
        : Optional.empty();
  }

  private Optional<ClockChange> change(Look from, Look now, boolean signed) {
    long passedMs = now.shown().monotonicMs() - from.shown().monotonicMs();
    Look expected = from.after(passedMs);
    Duration tolerated = STEP.plusMillis(passedMs * DRIFT_PER_MILLION / MILLION);
    Optional<ClockChange> change = change(expected, now, tolerated, signed);
    if (change.isPresent() || passedMs >= INTERVAL.toMillis()) {
      reference = Optional.of(now);
    }
    return change;
  }

  private Optional<ClockChange> change(
      Look expected, Look now, Duration tolerated, boolean signed) {
    ClockQuality since = now.shown().quality();
    Instant before = expected.shown().wall();
    Instant after = now.shown().wall();
    Duration size = Duration.between(before, after);
    if (size.abs().compareTo(tolerated) > 0) {
      return Optional.of(change(reason(size, signed), before, after, since));
    }
    Duration behind = Duration.between(expected.machine(), now.machine());
    if (since == ClockQuality.FLOOR && behind.plus(tolerated).isNegative()) {
      Reason why = reason(behind, false);
      return Optional.of(change(why, expected.machine(), now.machine(), since));
    }
    return ofQuality(since).map(why -> change(why, before, after, since));
  }

  private static ClockChange change(Reason why, Instant before, Instant after, ClockQuality since) {
    return new ClockChange(why, before, after, since, 1);
  }

  private static Reason reason(Duration size, boolean signed) {
    if (size.abs().compareTo(JUMP) >= 0) {
      return Reason.JUMP;
    }
    if (signed) {
      return Reason.SIGNED;
    }
    return size.isNegative() ? Reason.BACKWARDS : Reason.STEP;
  }

  private Optional<Reason> ofQuality(ClockQuality now) {
    boolean was = quality == ClockQuality.SYNCHRONISED;
    boolean is = now == ClockQuality.SYNCHRONISED;
    return was == is ? Optional.empty() : Optional.of(is ? Reason.SYNCHRONISED : Reason.LOST);
  }

  private Optional<ClockChange> release(long nowMs) {
    long hours = (nowMs - refilledMs) / INTERVAL.toMillis();
    tokens = (int) Math.min(BURST, tokens + hours);
    refilledMs += hours * INTERVAL.toMillis();
    if (held.isEmpty() || tokens == 0) {
      return Optional.empty();
    }
    tokens--;
    Optional<ClockChange> told = held;
    held = Optional.empty();
    return told;
  }
}
