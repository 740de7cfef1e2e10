// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fakes;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is moved. Safe for many threads. */
public final class MutableClock implements TrustedClock {
  private ClockReading now;

  /** Starts at noon of 1 June 2026, synchronised. */
  public MutableClock() {
    this(Instant.parse("2026-06-01T12:00:00Z"));
  }

  public MutableClock(Instant start) {
    now = new ClockReading(start, ClockQuality.SYNCHRONISED, 0);
  }

  @Override
  public synchronized ClockReading read() {
    return now;
  }

  /** Time goes by: wall clock and monotonic clock alike. */
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards; use setWall");
    }
    now = new ClockReading(now.wall().plus(by), now.quality(), now.monotonicMs() + by.toMillis());
  }

  /** Somebody sets the wall clock, forwards or backwards; the monotonic clock does not notice. */
  public synchronized void setWall(Instant wall) {
    now = new ClockReading(wall, now.quality(), now.monotonicMs());
  }

  public synchronized void setQuality(ClockQuality quality) {
    now = new ClockReading(now.wall(), quality, now.monotonicMs());
  }
}
