// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

/**
 * The state word of segment 02: 32 bits, one meaning each (B. Braun, dstarcom.h 1.44). What a bit
 * means for the pump's status stands in the profile; here is what decides about writing.
 */
record DianetState(long word) {

  private static final long REMOTE = bit(2);
  private static final long KEYS_BLOCKED = bit(3);
  private static final long STANDBY = bit(5);
  private static final long RUNNING = bit(7);
  private static final long BOLUS = bit(9) | bit(10) | bit(12);
  private static final long KEYS_IN_USE = bit(11);
  private static final long KEEPS_VEIN_OPEN = bit(13);
  private static final long LOCKED = bit(16);

  /** Fast forward to grip the syringe, and the drive going back. */
  private static final long DRIVE_MOVES = bit(19) | bit(20);

  /**
   * Interval bolus, dose calculation, reload, piggyback, PCA, profile, ramp and taper, delay: what
   * a rate means then is not published.
   */
  private static final long SPECIAL =
      bit(22) | bit(23) | bit(24) | bit(25) | bit(26) | bit(27) | bit(28) | bit(29);

  private static long bit(int number) {
    return 1L << number;
  }

  private boolean any(long bits) {
    return (word & bits) != 0;
  }

  boolean has(int bit) {
    return any(bit(bit));
  }

  /** All bits set contradict each other; it means that the pump does not say. */
  boolean isGiven() {
    return word != 0xffffffffL;
  }

  /** Controlled from outside, with or without the pump's own keys. */
  boolean isControlled() {
    return isGiven() && any(REMOTE | KEYS_BLOCKED);
  }

  boolean isControlledWithKeys() {
    return any(REMOTE) && !any(KEYS_BLOCKED);
  }

  boolean givesBolus() {
    return any(BOLUS);
  }

  boolean movesDrive() {
    return any(DRIVE_MOVES);
  }

  /** Whether nothing is delivered and nothing moves. */
  boolean isStill() {
    return isGiven() && !any(RUNNING | BOLUS | KEEPS_VEIN_OPEN | STANDBY | DRIVE_MOVES);
  }

  boolean isBeingOperated() {
    return any(KEYS_IN_USE);
  }

  boolean isLocked() {
    return any(LOCKED);
  }

  boolean isSpecial() {
    return any(SPECIAL);
  }
}
