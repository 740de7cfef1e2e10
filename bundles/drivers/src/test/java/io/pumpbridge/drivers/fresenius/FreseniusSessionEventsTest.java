// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ACK;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pumps tell of their own accord. */
final class FreseniusSessionEventsTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.withModules("1", "3");

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  @Test
  void anEventIsAcknowledgedEchoedAndFollowedAtOnce() {
    scene.follow();
    talk.run(300);
    talk.forget();
    talk.inject(framed("3E;a0001"));
    assertThat(talk.sent()).containsExactly(ACK, framed("3E"));
    base.slots.get("3").set("a0001");
    talk.run(150);
    assertThat(talk.sent()).contains(framed("3LE;aemdr"));
    assertThat(scene.reports("3").get(scene.reports("3").size() - 1).alarms())
        .extracting("code")
        .as("two reads, long before the next round")
        .containsExactly("a0001");
  }

  @Test
  void anAdjustmentIsEchoedWithItsOwnLetter() {
    scene.follow();
    talk.inject(framed("1M;x1"));
    assertThat(talk.sent()).containsSequence(ACK, framed("1M"));
  }

  @Test
  void anEchoWaitsUntilOurFrameIsAcknowledged() {
    scene.follow();
    talk.forget();
    while (talk.sent().isEmpty()) {
      talk.run(1);
    }
    talk.inject(framed("1E;d0040")); // our frame is not acknowledged yet
    assertThat(talk.sent()).doesNotContain(framed("1E"));
    talk.run(base.delayMs);
    assertThat(talk.sent()).contains(framed("1E"));
  }

  @Test
  void aFloodOfEventsDisturbsNobodyElse() {
    scene.follow();
    for (int i = 0; i < 2_000; i++) {
      talk.inject(framed("1E;d0037"));
      talk.run(5);
    }
    assertThat(scene.reports("3").size()).as("in 10 s").isGreaterThanOrEqualTo(9);
    assertThat(scene.reports("1").size()).isLessThan(25);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void anEventOfSomebodyUnknownIsEchoedAndNoMore() {
    scene.follow();
    talk.inject(framed("5E;d0037"));
    talk.run(3_000);
    assertThat(base.heard).contains("5E").noneMatch(text -> text.startsWith("5L"));
  }
}
