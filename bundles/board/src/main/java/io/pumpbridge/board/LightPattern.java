// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import io.pumpbridge.model.board.Board.Light;

/** What is lit at a moment. */
final class LightPattern {
  /**
   * Half on, half off, once a second. Between the rates that IEC 60601-1-8 gives to alarm lights
   * (0.4 to 0.8 Hz medium, 1.4 to 2.8 Hz high priority), so that an advisory is neither.
   */
  static final long BLINK_MS = 1_000;

  /**
   * How often a technician's light winks: far slower than any alarm light, and mostly green, so
   * that at the bedside it reads as "all is well".
   */
  static final long WINK_ROUND_MS = 6_000;

  /** One wink of amber, and the green between two. Long enough to count them from the door. */
  static final long WINK_MS = 200;

  private LightPattern() {}

  /**
   * @param sinceMs milliseconds since this light was asked for
   */
  static Lamps at(Light light, long sinceMs) {
    boolean on = Math.floorMod(sinceMs, BLINK_MS) < BLINK_MS / 2;
    return switch (light) {
      case GREEN -> Lamps.GREEN;
      case GREEN_WINKING_ONCE -> winking(1, sinceMs);
      case GREEN_WINKING_TWICE -> winking(2, sinceMs);
      case GREEN_WINKING_THRICE -> winking(3, sinceMs);
      case AMBER -> Lamps.AMBER;
      case AMBER_BLINKING -> on ? Lamps.AMBER : Lamps.DARK;
      case RED_BLINKING -> on ? Lamps.RED : Lamps.DARK;
      case RED -> Lamps.RED;
    };
  }

  private static Lamps winking(int times, long sinceMs) {
    long half = Math.floorMod(sinceMs, WINK_ROUND_MS) / WINK_MS;
    return half < 2L * times && half % 2 == 0 ? Lamps.AMBER : Lamps.GREEN;
  }
}
