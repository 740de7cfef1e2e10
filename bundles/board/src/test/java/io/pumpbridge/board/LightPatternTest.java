// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.board.Board.Light;
import org.junit.jupiter.api.Test;

class LightPatternTest {

  @Test
  void steadyLightsNeverChange() {
    for (long t = 0; t < 10_000; t += 7) {
      assertThat(LightPattern.at(Light.GREEN, t)).isEqualTo(Lamps.GREEN);
      assertThat(LightPattern.at(Light.AMBER, t)).isEqualTo(Lamps.AMBER);
      assertThat(LightPattern.at(Light.RED, t)).isEqualTo(Lamps.RED);
    }
  }

  @Test
  void blinkingLightsAreLitAtOnceAndHalfOfEachSecond() {
    for (long second = 0; second < 5; second++) {
      for (long t = 0; t < 1_000; t++) {
        Lamps red = LightPattern.at(Light.RED_BLINKING, second * 1_000 + t);
        Lamps amber = LightPattern.at(Light.AMBER_BLINKING, second * 1_000 + t);
        assertThat(red).isEqualTo(t < 500 ? Lamps.RED : Lamps.DARK);
        assertThat(amber).isEqualTo(t < 500 ? Lamps.AMBER : Lamps.DARK);
      }
    }
  }

  @Test
  void theRateIsThatOfNoAlarmLight() {
    double hertz = 1_000.0 / LightPattern.BLINK_MS;
    assertThat(hertz).isGreaterThan(0.8).isLessThan(1.4);
  }
}
