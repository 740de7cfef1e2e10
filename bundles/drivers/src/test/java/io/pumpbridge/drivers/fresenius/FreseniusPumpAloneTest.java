// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pump at the line without a base. */
final class FreseniusPumpAloneTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.alone();

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  @Test
  void aPumpAloneIsFollowedWithoutAddress() {
    talk.open();
    talk.run(2_200);
    assertThat(base.heard)
        .containsSubsequence("0DC", "DC", "LF;b", "LF;b", "DE;aemd", "LE;aemdr", "LP");
    assertThat(scene.identifiedPlaces()).containsExactly("");
    assertThat(scene.reports("")).isNotEmpty();
    base.gone = true;
    talk.runUntil("lost");
    assertThat(scene.lost()).containsExactly(" SILENT");
    base.gone = false;
    talk.runUntil("following");
  }
}
