// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.physics;

/**
 * A battery behind a mains plug: it runs down while the mains are away and fills while they are
 * there, in whole steps so that no cut of time can round anything. Not safe for threads.
 */
public final class Battery {
  private static final long MINUTE_MS = 60_000;
  private static final int FULL_PERCENT = 100;

  private final long lifeMs;
  private final long chargingMs;
  private final long full; // a running millisecond takes chargingMs, a charging one gives lifeMs
  private long charge;
  private boolean mains = true;

  /**
   * Full, and on mains.
   *
   * @param lifeMs how long a full charge lasts
   * @param chargingMs how long an empty one takes to fill
   */
  public Battery(long lifeMs, long chargingMs) {
    this.lifeMs = lifeMs;
    this.chargingMs = chargingMs;
    this.full = Math.multiplyExact(lifeMs, chargingMs);
    this.charge = full;
  }

  /** Lets so many milliseconds go by. */
  public void advance(long ms) {
    if (mains) {
      charge = ms >= chargingMs ? full : Math.min(full, charge + ms * lifeMs);
    } else {
      charge = ms >= lifeMs ? 0 : Math.max(0, charge - ms * chargingMs);
    }
  }

  public void mains(boolean present) {
    mains = present;
  }

  public boolean isOnMains() {
    return mains;
  }

  /**
   * Puts so much of a full charge into it.
   *
   * @throws IllegalArgumentException unless 0 to 100
   */
  public void charge(int percent) {
    if (percent < 0 || percent > FULL_PERCENT) {
      throw new IllegalArgumentException("a battery holds 0 to 100 percent, not " + percent);
    }
    charge = full / FULL_PERCENT * percent;
  }

  /** Nothing left and no mains: whatever hangs on it stands. */
  public boolean isEmpty() {
    return !mains && charge == 0;
  }

  /** How long the charge would last without mains. */
  public long minutesLeft() {
    return charge / chargingMs / MINUTE_MS;
  }

  /** When it will be empty, from now; a very long time while the mains are there. */
  public long msUntilEmpty() {
    return mains ? Long.MAX_VALUE : (charge + chargingMs - 1) / chargingMs;
  }
}
