// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static io.pumpbridge.drivers.dianet.DianetScene.assertFailed;
import static io.pumpbridge.drivers.dianet.DianetScene.rate;
import static io.pumpbridge.drivers.dianet.DianetScene.rateAndVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A write is believed only when it is read back. */
final class DianetProgrammingReadBackTest {

  private final DianetScene scene = DianetScene.programming();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  @ParameterizedTest
  @CsvSource({
    "0x01, REFUSED_BY_PUMP",
    "0x03, REFUSED_BY_PUMP",
    "0x04, CHANGED_UNDER_WAY",
    "0x06, OUT_OF_RANGE",
    "0x07, REFUSED_BY_PUMP",
    "0x08, CONTROL_REFUSED",
    "0x09, CONTROL_REFUSED",
    "0x0c, REFUSED_BY_PUMP",
    "0x0d, REFUSED_BY_PUMP",
    "0x7f, REFUSED_BY_PUMP",
  })
  void aRefusalOfTheWriteIsToldWithItsReasonAndThePumpIsGivenBack(int error, Reason reason) {
    pump.refuses.put(0x12, error);
    scene.assertRefused(scene.outcome(rate("5")), reason);
    scene.assertHeardAllInOrder();
  }

  @Test
  void aPumpThatRefusesAndHoldsSomethingElseAllTheSameHasFailed() {
    pump.refuses.put(0x12, 0x06);
    pump.afterwards.put(0x12, () -> pump.targets = "000001f4" + pump.targets.substring(8));
    assertFailed(scene.outcome(rate("5")), Reason.OUT_OF_RANGE);
    assertThat(pump.mode).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 15, 20, 30, 32, 40, 77}) // rate … drug
  void aPumpThatHoldsOtherValuesHasFailed(int position) {
    pump.afterwards.put(0x12, () -> pump.targets = changed(pump.targets, position));
    assertFailed(scene.outcome(rate("5")), Reason.READ_BACK_DIFFERS);
    scene.assertHeardAllInOrder();
    assertThat(pump.mode).isZero();
  }

  @Test
  void theTimeMayFollowFromRateAndVolume() {
    pump.afterwards.put(0x12, () -> pump.targets = changed(changed(pump.targets, 16), 18));
    assertThat(scene.outcome(rateAndVolume("5", "50"))).isEqualTo(new Programmed());
  }

  private static String changed(String hex, int position) {
    char digit = hex.charAt(position) == '1' ? '2' : '1';
    return hex.substring(0, position) + digit + hex.substring(position + 1);
  }

  /** It may have been done or not; the targets say which. */
  @Test
  void aWriteWithoutAnAnswerIsJudgedByWhatThePumpHolds() {
    pump.mute.add(0x12);
    assertThat(scene.outcome(rate("5"))).isEqualTo(new Programmed());
    scene.assertHeardAllInOrder();
    talk.unplug();
    pump.mute.clear();
    pump.deaf.add(0x12);
    assertFailed(scene.outcome(rate("6")), Reason.NO_ANSWER);
    scene.assertHeardAllInOrder(); // written once only
  }
}
