// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.time.Duration;

/**
 * Whether a backlog is being drained just now. Whoever drains one verifies every record that he
 * reads; a scrub at the same time would do it twice, at his expense. Pure: told the time. Told by
 * any thread.
 */
final class DrainWatch {
  /** After the last full page; between two of them lies a round trip to the server. */
  private static final long LASTS_NANOS = Duration.ofSeconds(1).toNanos();

  private volatile long untilNanos;

  DrainWatch(long nowNanos) {
    this.untilNanos = nowNanos;
  }

  /**
   * A reader got a page. One that is full, and not of a single record, is part of a backlog: what
   * happens now comes one at a time.
   */
  void onRead(int asked, int found, long nowNanos) {
    if (found == asked && found > 1) {
      untilNanos = nowNanos + LASTS_NANOS;
    }
  }

  boolean isDraining(long nowNanos) {
    return untilNanos - nowNanos > 0;
  }
}
