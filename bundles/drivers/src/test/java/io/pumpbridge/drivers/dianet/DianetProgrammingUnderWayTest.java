// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static io.pumpbridge.drivers.dianet.DianetScene.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes once the pump is asked for its control: it is not written to. */
final class DianetProgrammingUnderWayTest {

  private final DianetScene scene = DianetScene.programming();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  @Test
  void aPumpThatStartsOnceItIsHeldIsNotWrittenToAndGivenBack() {
    pump.afterwards.put(0x10, () -> pump.state |= ScriptedDianetPump.RUNNING);
    scene.assertRefused(scene.outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
    assertThat(pump.heard).containsExactly("01", "06", "04", "02", "10:01", "01", "02", "10:00");
  }

  @Test
  void anAlarmOrAHandOnceItIsHeldEndsItToo() {
    pump.afterwards.put(0x10, () -> pump.alarms = 1 << 8);
    scene.assertRefused(scene.outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
    talk.unplug();
    pump.alarms = 0;
    pump.afterwards.put(0x10, () -> pump.state |= ScriptedDianetPump.KEYS_IN_USE);
    scene.assertRefused(scene.outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
    assertThat(pump.heard).doesNotContain("12").containsOnlyOnce("10:00");
  }

  /** A pump that says yes and stays in its mode, or blocks its keys, is not written to. */
  @Test
  void aControlThatDoesNotShowIsNone() {
    pump.showsItsMode = false;
    scene.assertRefused(scene.outcome(rate("5")), Reason.CONTROL_REFUSED);
    talk.unplug();
    pump.showsItsMode = true;
    pump.afterwards.put(
        0x10, () -> pump.state = pump.mode == 0 ? 0 : ScriptedDianetPump.REMOTE_ONLY);
    scene.assertRefused(scene.outcome(rate("5")), Reason.CONTROL_REFUSED);
    assertThat(pump.heard).doesNotContain("12").containsOnlyOnce("10:00");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x02, 0x04, 0x06, 0x08, 0x09, 0x0b, 0x42})
  void whoDoesNotGiveItsControlAwayKeepsIt(int error) {
    pump.refuses.put(0x10, error);
    scene.assertRefused(scene.outcome(rate("5")), Reason.CONTROL_REFUSED);
    assertThat(pump.heard).doesNotContain("12", "10:00");
  }

  @Test
  void aPumpThatIsNotTheOneAskedForIsAChangeUnderWay() {
    pump.refuses.put(0x10, 0x05);
    scene.assertRefused(scene.outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
  }

  @Test
  void anotherPumpUnderWayIsNeitherWrittenToNorGivenBack() {
    pump.afterwards.put(0x10, () -> pump.become("12c0303a"));
    scene.assertRefused(scene.outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
    assertThat(pump.heard).doesNotContain("12", "10:00");
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    talk.run(1_000);
    assertThat(talk.identified()).hasSize(1);
    assertThat(talk.state()).isEqualTo("following");
  }
}
