// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Modules that come, go and change. */
final class FreseniusSessionModulesTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.withModules("1", "3");

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  @Test
  void aModuleThatIsTakenOutIsRemoved() {
    scene.follow();
    base.takeOut("1");
    talk.run(1_200);
    assertThat(scene.lost()).containsExactly("1 REMOVED");
    talk.forget();
    talk.run(3_000);
    assertThat(scene.reports("1")).isEmpty();
    assertThat(scene.reports("3")).isNotEmpty();
  }

  @Test
  void aModuleThatIsPutInIsIdentifiedWithinTwoPolls() {
    scene.follow();
    base.slots.put("6", ScriptedBase.infusing());
    talk.run(2_000);
    assertThat(scene.identifiedPlaces()).containsExactly("6");
    assertThat(scene.reports("6")).isNotEmpty();
  }

  @Test
  void aDamagedSlotListTakesNobodyOut() {
    scene.follow();
    base.lie("0LE;b", "0C;b0004");
    talk.run(3_000);
    base.lie("0LE;b", "0C;b00FF", "0C;b0000", "0C;bxyz");
    talk.run(3_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.identified()).isEmpty();
  }

  @Test
  void aModuleThatWasPutBackBetweenTwoPollsIsFoundAnew() {
    scene.follow();
    base.open.remove("1"); // its dialogue is gone
    talk.run(1_500);
    assertThat(scene.lost()).containsExactly("1 REMOVED");
    talk.run(1_500);
    assertThat(scene.identifiedPlaces()).containsExactly("1");
  }

  @Test
  void anotherKindOfPumpInASlotIsADifferentPump() {
    scene.follow();
    base.slots.get("1").type = "MVP";
    talk.run(5_500);
    assertThat(scene.lost()).containsExactly("1 DIFFERENT_PUMP");
    assertThat(talk.identified())
        .extracting(PumpIdentity::model)
        .containsExactly("Orchestra, type MVP");
    List<Class<?>> order =
        talk.entries().stream().<Class<?>>map(entry -> entry.effect().getClass()).toList();
    assertThat(order.indexOf(Effect.Lost.class)).isLessThan(order.indexOf(Effect.Identified.class));
  }

  @Test
  void aPumpWithoutSerialNumberIsNeverTheSameAgain() {
    talk.open();
    talk.runUntil("following");
    PumpIdentity pump = talk.identified().get(0);
    assertThat(pump.serialNumber()).isEmpty();
    assertThat(pump.isSamePump(pump)).isFalse();
  }
}
