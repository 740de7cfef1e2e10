// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.board.Board.Sound;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoundPatternTest {

  @Test
  void noneIsSilent() {
    assertThat(starts(Sound.NONE, 60_000)).isEmpty();
  }

  @Test
  void anAdvisoryIsTwoTonesEveryHalfMinute() {
    assertThat(starts(Sound.ADVISORY, 60_000)).containsExactly(0L, 200L, 30_000L, 30_200L);
  }

  @Test
  void anUrgentAdvisoryIsThreeTonesEveryTenSeconds() {
    assertThat(starts(Sound.ADVISORY_URGENT, 20_000))
        .containsExactly(0L, 200L, 400L, 10_000L, 10_200L, 10_400L);
  }

  @Test
  void everyToneIsAChirpOfSixtyMilliseconds() {
    for (Sound sound : List.of(Sound.ADVISORY, Sound.ADVISORY_URGENT)) {
      for (long start : starts(sound, 60_000)) {
        assertThat(SoundPattern.at(sound, start + 59)).isTrue();
        assertThat(SoundPattern.at(sound, start + 60)).isFalse();
      }
    }
  }

  private static List<Long> starts(Sound sound, long untilMs) {
    List<Long> starts = new ArrayList<>();
    boolean before = false;
    for (long t = 0; t < untilMs; t++) {
      boolean now = SoundPattern.at(sound, t);
      if (now && !before) {
        starts.add(t);
      }
      before = now;
    }
    return starts;
  }
}
