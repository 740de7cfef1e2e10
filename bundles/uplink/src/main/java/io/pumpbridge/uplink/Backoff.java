// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: decorrelated jitter, so that a thousand gateways whose
 * broker comes back do not come back together. The very first try is made at once; a loss after
 * progress waits a moment drawn evenly up to the spread, for everybody lost it in the same moment.
 */
public final class Backoff {
  /** How much longer the next wait may be than the last one. */
  private static final int GROWTH = 3;

  private final RandomGenerator random;
  private final long baseMs;
  private final long capMs;
  private final long spreadMs;
  private long previousMs;

  /** For a line that nobody shares: after a loss it waits one to three times the base. */
  public Backoff(RandomGenerator random, Duration base, Duration cap) {
    this(random, base, cap, base.multipliedBy(GROWTH));
  }

  /**
   * @param base shortest wait; at least 1 ms
   * @param cap longest wait; at least the base
   * @param spread longest wait after a loss; what is beyond the cap counts as the cap
   */
  public Backoff(RandomGenerator random, Duration base, Duration cap, Duration spread) {
    this.random = random;
    this.baseMs = base.toMillis();
    this.capMs = cap.toMillis();
    this.spreadMs = Math.min(capMs, spread.toMillis());
    if (baseMs < 1 || capMs < baseMs) {
      throw new IllegalArgumentException("base must be at least 1 ms, cap at least base");
    }
    this.previousMs = baseMs;
  }

  /** Between base and three times the last wait, never beyond the cap. */
  public long nextMs() {
    previousMs = Math.min(capMs, random.nextLong(baseMs, previousMs * GROWTH + 1));
    return previousMs;
  }

  /**
   * Only after real progress: an acknowledged record, not a mere connection. The next wait is then
   * drawn evenly between base and spread.
   */
  public void reset() {
    previousMs = Math.max(baseMs, spreadMs / GROWTH);
  }
}
