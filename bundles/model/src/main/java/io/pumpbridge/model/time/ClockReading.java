// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

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

  /**
   * {@code wall} as {@link Instant#toString} writes it (RFC 3339), but without a formatter: every
   * record says when it was.
   */
  public String utc() {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(wall.getEpochSecond(), wall.getNano(), ZoneOffset.UTC);
    boolean secondsLeftOut = time.getSecond() == 0 && time.getNano() == 0;
    return time + (secondsLeftOut ? ":00Z" : "Z");
  }
}
