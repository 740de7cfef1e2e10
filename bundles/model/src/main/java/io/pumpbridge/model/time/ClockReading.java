// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.time;

import java.time.Instant;

/**
 * One look at the clock.
 *
 * @param wall UTC, never before the trusted floor; milliseconds count, finer is cut
 * @param monotonicMs milliseconds since some fixed moment of this run; never goes back
 */
public record ClockReading(Instant wall, ClockQuality quality, long monotonicMs) {

  public ClockReading {
    wall = Instant.ofEpochMilli(wall.toEpochMilli());
  }
}
