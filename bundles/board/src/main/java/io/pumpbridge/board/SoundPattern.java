// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import io.pumpbridge.model.board.Board.Sound;

/** Whether the buzzer sounds at a moment. */
final class SoundPattern {
  /** Shorter than any pulse of an alarm signal in IEC 60601-1-8 (75 ms): a chirp, not an alarm. */
  static final long TONE_MS = 60;

  /** From the start of one tone to the start of the next. */
  static final long STEP_MS = 200;

  static final long ADVISORY_PERIOD_MS = 30_000;
  static final long URGENT_PERIOD_MS = 10_000;

  private SoundPattern() {}

  /**
   * @param sinceMs milliseconds since this sound was asked for
   */
  static boolean at(Sound sound, long sinceMs) {
    return switch (sound) {
      case NONE -> false;
      case ADVISORY -> tones(2, Math.floorMod(sinceMs, ADVISORY_PERIOD_MS));
      case ADVISORY_URGENT -> tones(3, Math.floorMod(sinceMs, URGENT_PERIOD_MS));
    };
  }

  private static boolean tones(int count, long inPeriodMs) {
    return inPeriodMs < count * STEP_MS && inPeriodMs % STEP_MS < TONE_MS;
  }
}
