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

  private LightPattern() {}

  /**
   * @param sinceMs milliseconds since this light was asked for
   */
  static Lamps at(Light light, long sinceMs) {
    boolean on = Math.floorMod(sinceMs, BLINK_MS) < BLINK_MS / 2;
    return switch (light) {
      case GREEN -> Lamps.GREEN;
      case AMBER -> Lamps.AMBER;
      case AMBER_BLINKING -> on ? Lamps.AMBER : Lamps.DARK;
      case RED_BLINKING -> on ? Lamps.RED : Lamps.DARK;
      case RED -> Lamps.RED;
    };
  }
}
