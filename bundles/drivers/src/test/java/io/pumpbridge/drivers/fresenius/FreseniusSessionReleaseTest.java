// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stop gives back what was opened, and is over soon whatever the line does. */
final class FreseniusSessionReleaseTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.withModules("1", "3");

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  @Test
  void aStopClosesModulesAndBaseInOrder() {
    scene.follow();
    talk.stop();
    assertThat(scene.lost()).containsExactly("1 RELEASED", "3 RELEASED");
    assertThat(talk.isReleased()).isFalse();
    talk.run(1_000);
    assertThat(base.heard).endsWith("1AE", "1FC", "3AE", "3FC", "0FC");
    assertThat(talk.isReleased()).isTrue();
    assertThat(base.open).isEmpty();
    talk.forget();
    talk.run(10_000);
    assertThat(talk.sent()).isEmpty();
    talk.unplug();
    assertThat(talk.losses()).as("told already").isEmpty();
  }

  @Test
  void aStopWhileAQuestionIsUnderWayWaitsForItsAnswer() {
    scene.follow();
    base.heard.clear();
    while (base.heard.isEmpty()) {
      talk.run(1);
    }
    talk.stop();
    talk.run(1_000);
    assertThat(base.heard.subList(1, 6)).containsExactly("1AE", "1FC", "3AE", "3FC", "0FC");
  }

  @Test
  void aStopWhileABaseIsBeingOpenedClosesIt() {
    talk.open();
    while (base.heard.isEmpty()) {
      talk.run(1);
    }
    talk.stop();
    assertThat(talk.isReleased()).isFalse();
    talk.run(500);
    assertThat(base.heard).containsExactly("0DC", "0FC");
    assertThat(talk.isReleased()).isTrue();
  }

  @Test
  void aStopWhileAModuleIsBeingOpenedClosesItToo() {
    talk.open();
    while (!base.heard.contains("1DC")) {
      talk.run(1);
    }
    talk.stop();
    talk.run(500);
    assertThat(base.heard).endsWith("1DC", "1FC", "0FC");
  }

  @Test
  void aStopOnASilentLineIsOverSoon() {
    scene.follow();
    base.gone = true;
    talk.stop();
    talk.run(3_300);
    assertThat(talk.isReleased()).isTrue();
    assertThat(base.heard).endsWith("1AE", "0FC");
  }

  @Test
  void aStopOnALineThatFallsSilentInAQuestionIsOverWithinItsWaits() {
    scene.follow();
    base.gone = true;
    base.heard.clear();
    while (base.heard.isEmpty()) {
      talk.run(1);
    }
    talk.stop();
    talk.run(4_500);
    assertThat(talk.isReleased()).as("twice a second for the question, then one each").isTrue();
  }

  @Test
  void aStopBeforeAnybodyAnsweredIsOverAtOnce() {
    base.gone = true;
    talk.open();
    talk.run(500);
    talk.stop();
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.state()).isEqualTo("released");
    talk.unplug();
    assertThat(talk.state()).isEqualTo("closed");
  }
}
