// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import io.pumpbridge.model.board.Board.Light;
import io.pumpbridge.model.board.Board.Sound;

/** What was asked for, and since when. Asking again for the same does not restart its rhythm. */
record Wish(Light light, long lightSinceMs, Sound sound, long soundSinceMs) {

  /** Red until somebody says that all is well. */
  static Wish first(long nowMs) {
    return new Wish(Light.RED, nowMs, Sound.NONE, nowMs);
  }

  Wish changedTo(Light newLight, Sound newSound, long nowMs) {
    return new Wish(
        newLight,
        newLight == light ? lightSinceMs : nowMs,
        newSound,
        newSound == sound ? soundSinceMs : nowMs);
  }

  Lamps lampsAt(long nowMs) {
    return LightPattern.at(light, nowMs - lightSinceMs);
  }

  boolean soundsAt(long nowMs) {
    return SoundPattern.at(sound, nowMs - soundSinceMs);
  }
}
