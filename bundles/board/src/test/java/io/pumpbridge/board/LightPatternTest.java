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

  @Test
  void aTechnicianCountsTheWinksOfALightThatIsGreenOtherwise() {
    Light[] winking = {
      Light.GREEN_WINKING_ONCE, Light.GREEN_WINKING_TWICE, Light.GREEN_WINKING_THRICE
    };
    for (int i = 0; i < winking.length; i++) {
      for (long round = 0; round < 3; round++) {
        int winks = 0;
        Lamps before = Lamps.GREEN;
        long green = 0;
        for (long t = 0; t < 6_000; t++) {
          Lamps now = LightPattern.at(winking[i], round * 6_000 + t);
          assertThat(now).isIn(Lamps.GREEN, Lamps.AMBER);
          winks += now.equals(Lamps.AMBER) && before.equals(Lamps.GREEN) ? 1 : 0;
          green += now.equals(Lamps.GREEN) ? 1 : 0;
          before = now;
        }
        assertThat(winks).isEqualTo(i + 1);
        assertThat(green).isGreaterThanOrEqualTo(6_000 * 9 / 10);
      }
    }
  }

  @Test
  void roundsOfWinksComeMoreSlowlyThanAnyAlarmLightFlashes() {
    assertThat(1_000.0 / LightPattern.WINK_ROUND_MS).isLessThan(0.4 / 2);
  }
}
