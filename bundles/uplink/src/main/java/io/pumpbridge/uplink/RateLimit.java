// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

/**
 * So many messages a second, as a hospital or a shared line wants it: a token bucket. Pure: told
 * the time.
 *
 * <p>Who must not wait takes its token without asking and leaves a debt, which the others work off;
 * the debt is never more than a second's worth, so that a storm of alarms cannot silence them for
 * longer than it lasts.
 */
final class RateLimit {
  /** A message; the bucket holds millionths, so that no fraction is ever lost. */
  private static final long TOKEN = 1_000_000;

  /** Ten times what four pumps bring; with less, an outage would never be made up for. */
  static final int LOWEST = 5;

  /** More than a gateway can send. */
  static final int HIGHEST = 10_000;

  private final long perMs;
  private final long burst;
  private final long deepestDebt;
  private long tokens;
  private long filledMs;

  private RateLimit(long perMs, long nowMs) {
    this.perMs = perMs;
    // A quarter of a second's worth, so that being woken ten times a second is often enough.
    this.burst = TOKEN + perMs * 250;
    this.deepestDebt = -perMs * 1_000;
    this.tokens = burst;
    this.filledMs = nowMs;
  }

  /**
   * A limit.
   *
   * @param perSecond messages; 0 for none
   */
  static RateLimit of(int perSecond, long nowMs) {
    return new RateLimit(perSecond * 1_000L, nowMs);
  }

  /** Half as much. */
  static RateLimit halfOf(int perSecond, long nowMs) {
    return new RateLimit(perSecond * 500L, nowMs);
  }

  boolean allows(long nowMs) {
    fill(nowMs);
    return perMs == 0 || tokens >= TOKEN;
  }

  void take(long nowMs) {
    fill(nowMs);
    tokens = Math.max(deepestDebt, tokens - TOKEN);
  }

  private void fill(long nowMs) {
    if (nowMs > filledMs) {
      // More than a minute fills any bucket; so this cannot overflow.
      tokens = Math.min(burst, tokens + Math.min(nowMs - filledMs, 60_000) * perMs);
      filledMs = nowMs;
    }
  }
}
