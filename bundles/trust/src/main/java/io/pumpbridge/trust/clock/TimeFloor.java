// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The rules of trusted time, pure: a clock that stands before the floor is not believed, and what
 * has been shown to be past lifts the floor.
 *
 * @param floor it is certainly not earlier than this
 * @param floorMs the monotonic clock when the floor was set
 * @param startFloor the floor this run began with
 * @param startMs the monotonic clock when this run began
 */
public record TimeFloor(Instant floor, long floorMs, Instant startFloor, long startMs) {

  /**
   * How far a clock that nobody vouches for may lift the floor in one run. Longer than a gateway
   * lies on a shelf, and short of what a broken battery makes of the year: a floor that is once too
   * high stays too high.
   */
  static final Duration PLAUSIBLE_ABSENCE = Duration.ofDays(400);

  public static TimeFloor starting(
      Instant built, Optional<Instant> lastPersisted, long monotonicMs) {
    Instant floor = lastPersisted.filter(built::isBefore).orElse(built);
    return new TimeFloor(floor, monotonicMs, floor, monotonicMs);
  }

  public ClockReading read(RawTime raw) {
    if (raw.system().isBefore(floor)) {
      Instant atLeast = floor.plusMillis(raw.monotonicMs() - floorMs);
      return new ClockReading(atLeast, ClockQuality.FLOOR, raw.monotonicMs());
    }
    ClockQuality quality = raw.synchronised() ? ClockQuality.SYNCHRONISED : ClockQuality.HOLDOVER;
    return new ClockReading(raw.system(), quality, raw.monotonicMs());
  }

  /** The floor after this look at the clock; never lower. */
  public TimeFloor liftedBy(RawTime raw) {
    ClockReading now = read(raw);
    boolean believed =
        now.quality() != ClockQuality.HOLDOVER
            || !now.wall().isAfter(startFloor.plus(PLAUSIBLE_ABSENCE));
    Instant proven = believed ? now.wall() : startFloor.plusMillis(raw.monotonicMs() - startMs);
    return proven.isAfter(floor)
        ? new TimeFloor(proven, raw.monotonicMs(), startFloor, startMs)
        : this;
  }
}
