// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ENQ;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.wire;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who falls silent or babbles, and is found again. */
final class FreseniusSessionLossTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.withModules("1", "3");

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  @Test
  void aSilentModuleIsLostAndTheOthersAreNot() {
    scene.follow();
    base.deaf.add("1LE;aemdr");
    base.deaf.add("1DC");
    talk.run(30_000);
    assertThat(scene.lost()).containsExactly("1 SILENT");
    assertThat(scene.reports("3").size()).isGreaterThan(8);
    base.deaf.clear();
    talk.run(9_000);
    assertThat(scene.identifiedPlaces()).containsExactly("1");
  }

  @Test
  void aSilentBaseLosesAllAndIsLookedForAgain() {
    scene.follow();
    base.gone = true;
    talk.runUntil("lost");
    assertThat(scene.lost()).contains("1 SILENT", "3 SILENT").hasSize(2);
    assertThat(talk.isAnswered()).isFalse();
    base.gone = false;
    base.open.clear();
    talk.runUntil("following");
  }

  @Test
  void aGarbledBaseIsLostAsGarbled() {
    scene.follow();
    for (String question : List.of("0LE;b", "1LE;aemdr", "3LE;aemdr", "1LF;b", "3LF;b")) {
      for (int i = 0; i < 100; i++) {
        base.sayRaw(question, wire(question.substring(0, 1) + "C;d0037", "00"));
      }
    }
    talk.runUntil("lost");
    assertThat(talk.losses()).contains(LossReason.GARBLED).doesNotContain(LossReason.SILENT);
  }

  @Test
  void aBaseThatForgotTheDialogueIsOpenedAgain() {
    scene.follow();
    base.open.clear();
    talk.runUntil("lost");
    assertThat(scene.lost()).containsExactly("1 SILENT", "3 SILENT");
    talk.runUntil("following");
    talk.run(500);
    assertThat(scene.identifiedPlaces()).containsExactly("1", "3");
  }

  @Test
  void anUnpluggedPortLosesAll() {
    scene.follow();
    talk.unplug();
    assertThat(scene.lost()).containsExactly("1 UNPLUGGED", "3 UNPLUGGED");
    talk.forget();
    talk.inject(ENQ);
    talk.run(10_000);
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.noise()).isEqualTo(1);
  }
}
