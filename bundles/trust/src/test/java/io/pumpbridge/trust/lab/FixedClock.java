// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.time.Instant;

/** A clock that stands where it is put. */
public final class FixedClock implements TrustedClock {
  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private volatile Instant now = NOW;
  private volatile ClockQuality quality = ClockQuality.SYNCHRONISED;

  public void set(Instant moment, ClockQuality how) {
    now = moment;
    quality = how;
  }

  @Override
  public ClockReading read() {
    return new ClockReading(now, quality, 0);
  }
}
