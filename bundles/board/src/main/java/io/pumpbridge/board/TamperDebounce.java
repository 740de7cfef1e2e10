// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import io.pumpbridge.model.board.Board.Tamper;

/**
 * What is believed of the switch. A new level must last before it is believed; a switch that cannot
 * be read is unavailable at once. Immutable, and told the time.
 *
 * @param believed what the outside sees
 * @param seen what was read last
 * @param seenSinceMs since when the same has been read
 */
record TamperDebounce(long debounceMs, Tamper believed, Tamper seen, long seenSinceMs) {

  static TamperDebounce starting(long debounceMs) {
    return new TamperDebounce(debounceMs, Tamper.UNAVAILABLE, Tamper.UNAVAILABLE, 0);
  }

  /** Takes one reading; {@link Tamper#UNAVAILABLE} if the switch could not be read. */
  TamperDebounce on(Tamper reading, long nowMs) {
    if (reading == Tamper.UNAVAILABLE) {
      return new TamperDebounce(debounceMs, reading, reading, nowMs);
    }
    long since = reading == seen ? seenSinceMs : nowMs;
    boolean lasted = nowMs - since >= debounceMs;
    return new TamperDebounce(debounceMs, lasted ? reading : believed, reading, since);
  }
}
