// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

/**
 * How much of something others may cause: so many at once, and so many an hour in the long run. A
 * token bucket that is full at first. Pure: told the time.
 */
final class Allowance {
  /**
   * One; the bucket holds parts of it, as many as an hour has milliseconds: no fraction is lost.
   */
  private static final long ONE = 3_600_000;

  /** Longer than any is empty; so that no clock that leaps can overflow it. */
  private static final long LONGEST_MS = 7 * 24 * ONE;

  private final long most;
  private final int perHour;
  private long left;
  private long filledMs;

  /**
   * A full one.
   *
   * @param atOnce 1 or more
   * @param perHour 1 or more
   */
  Allowance(int atOnce, int perHour, long nowMs) {
    this.most = atOnce * ONE;
    this.perHour = perHour;
    this.left = most;
    this.filledMs = nowMs;
  }

  boolean isLeft(long nowMs) {
    return left(nowMs) >= ONE;
  }

  private long left(long nowMs) {
    if (nowMs > filledMs) {
      left = Math.min(most, left + Math.min(nowMs - filledMs, LONGEST_MS) * perHour);
      filledMs = nowMs;
    }
    return left;
  }

  /** One, if it is left. */
  boolean tryTake(long nowMs) {
    if (!isLeft(nowMs)) {
      return false;
    }
    take(1, nowMs);
    return true;
  }

  /** Whether it is left or not; what is missing must come in before one is left again. */
  void take(int count, long nowMs) {
    left = Math.max(-most, left(nowMs) - count * ONE); // the debt has an end
  }
}
