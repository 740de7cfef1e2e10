// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

/**
 * A battery, counted in milliseconds that it still lasts. It runs down without mains whether fluid
 * moves or not, and fills as fast with it: assumptions, both.
 */
final class Battery {
  /** A pre-alarm comes at a tenth of the charge: an assumption. */
  private static final int LOW_PART = 10;

  private final long fullMs;
  private long leftMs;
  private boolean mains = true;

  Battery(long fullMs) {
    this.fullMs = fullMs;
    this.leftMs = fullMs;
  }

  void pass(long ms) {
    leftMs = mains ? Math.min(fullMs, leftMs + Math.min(ms, fullMs)) : Math.max(0, leftMs - ms);
  }

  /** Until it becomes low, or empty; for ever with mains. */
  long msUntilNextEvent() {
    if (mains || leftMs == 0) {
      return Long.MAX_VALUE;
    }
    return isLow() ? leftMs : leftMs - fullMs / LOW_PART;
  }

  void mains(boolean present) {
    mains = present;
  }

  void charge(int percent) {
    leftMs = fullMs / 100 * percent;
  }

  boolean hasMains() {
    return mains;
  }

  boolean isLow() {
    return !mains && leftMs <= fullMs / LOW_PART;
  }

  boolean isEmpty() {
    return !mains && leftMs == 0;
  }

  long leftMs() {
    return leftMs;
  }
}
