// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.time.Duration;

/**
 * How much of the disk and the processor the background may have.
 *
 * @param salvagePause between two pieces of a salvage
 * @param scrubPause between two pages of a scrub
 * @param scrubEvery from one scrub to the next
 * @param retry after a damaged store could not be read, for the first time; longer each time
 */
record Pace(Duration salvagePause, Duration scrubPause, Duration scrubEvery, Duration retry) {
  /** Of {@link #retry}: five minutes, for reading 256 MB in vain costs a small gateway seconds. */
  private static final int LONGEST_RETRY = 150;

  /**
   * A salvage leaves half of the disk's time to what happens now. A scrub takes some 2 000 records
   * a second and a few percent of one core; a bit that flips is found within a day, and to read 256
   * MB a day is nothing to a flash card.
   */
  static final Pace GENTLE =
      new Pace(
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofHours(24),
          Duration.ofSeconds(2));

  Duration longestRetry() {
    return retry.multipliedBy(LONGEST_RETRY);
  }
}
