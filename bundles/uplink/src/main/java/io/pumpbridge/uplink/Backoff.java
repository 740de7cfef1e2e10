// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: decorrelated jitter, so that a thousand gateways whose
 * broker comes back do not come back together. The very first try is made at once; a loss after
 * progress waits one to three times the base, for everybody lost it in the same moment.
 */
public final class Backoff {
  private final RandomGenerator random;
  private final long baseMs;
  private final long capMs;
  private long previousMs;

  public Backoff(RandomGenerator random, Duration base, Duration cap) {
    this.random = random;
    this.baseMs = base.toMillis();
    this.capMs = cap.toMillis();
    if (baseMs < 1 || capMs < baseMs) {
      throw new IllegalArgumentException("base must be at least 1 ms, cap at least base");
    }
    this.previousMs = baseMs;
  }

  /** Between base and three times the last wait, never beyond the cap. */
  public long nextMs() {
    previousMs = Math.min(capMs, random.nextLong(baseMs, previousMs * 3 + 1));
    return previousMs;
  }

  /** Only after real progress: an acknowledged record, not a mere connection. */
  public void reset() {
    previousMs = baseMs;
  }
}
