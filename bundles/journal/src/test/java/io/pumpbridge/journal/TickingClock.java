// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A millisecond later at each look. */
final class TickingClock implements TrustedClock {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final AtomicLong ticks = new AtomicLong();

  void passMs(long ms) {
    ticks.addAndGet(ms);
  }

  @Override
  public ClockReading read() {
    long tick = ticks.incrementAndGet();
    return new ClockReading(START.plusMillis(tick), ClockQuality.SYNCHRONISED, tick);
  }
}
