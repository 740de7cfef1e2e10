// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.board.Board.Light;
import io.pumpbridge.model.board.Board.Sound;
import org.junit.jupiter.api.Test;

class WishTest {

  @Test
  void untilToldOtherwiseItIsRedAndSilent() {
    Wish first = Wish.first(5);
    assertThat(first.lampsAt(5)).isEqualTo(Lamps.RED);
    assertThat(first.soundsAt(5)).isFalse();
  }

  @Test
  void askingAgainForTheSameDoesNotRestartItsRhythm() {
    // The gateway asks at every poll; a restart each time would sound without end.
    Wish wish = Wish.first(0).changedTo(Light.RED_BLINKING, Sound.ADVISORY_URGENT, 1_000);
    Wish again = wish.changedTo(Light.RED_BLINKING, Sound.ADVISORY_URGENT, 1_700);
    assertThat(again.lampsAt(1_700)).isEqualTo(Lamps.DARK);
    assertThat(again.soundsAt(1_700)).isFalse();
  }

  @Test
  void aNewSoundStartsAtOnceAndLeavesTheLightsRhythmAlone() {
    Wish wish = Wish.first(0).changedTo(Light.RED_BLINKING, Sound.NONE, 1_000);
    Wish louder = wish.changedTo(Light.RED_BLINKING, Sound.ADVISORY_URGENT, 1_700);
    assertThat(louder.soundsAt(1_700)).isTrue();
    assertThat(louder.lampsAt(1_700)).isEqualTo(Lamps.DARK);
  }
}
