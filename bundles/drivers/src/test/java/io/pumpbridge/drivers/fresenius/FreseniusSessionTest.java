// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.measure.Quantity;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session as a whole. */
final class FreseniusSessionTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.withModules("1", "3");

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  @Test
  void aProgrammeIsRefusedAndNothingIsSent() {
    scene.follow();
    talk.program(new Programme("o1", "1", Quantity.of("5", "mL/h"), Optional.empty()));
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.outcomes()).hasSize(1);
    assertThat(((ProgrammeOutcome.Refused) talk.outcomes().get(0)).reason())
        .isEqualTo(ProgrammeOutcome.Reason.NOT_SUPPORTED);
  }

  /** The picture in the README, edge by edge. */
  @Test
  void everyEdgeOfThePictureIsWalked() {
    assertThat(talk.state()).isEqualTo("closed");
    base.gone = true;
    talk.open(); // closed -> listening
    talk.unplug(); // listening -> closed
    talk.open();
    talk.run(5_000); // listening -> identifying; identifying -> identifying, after a pause
    talk.unplug(); // identifying -> closed
    talk.open();
    talk.run(2_000);
    base.gone = false;
    talk.runUntil("following"); // identifying -> following
    base.gone = true;
    talk.runUntil("lost"); // following -> lost
    talk.runUntil("identifying"); // lost -> identifying
    talk.runUntil("lost"); // identifying -> lost
    base.gone = false;
    talk.runUntil("following");
    base.takeOut("1");
    base.takeOut("3");
    talk.runUntil("identifying"); // following -> identifying: the last module was taken out
    base.slots.put("1", ScriptedBase.infusing());
    talk.runUntil("following");
    talk.unplug(); // following -> closed
    talk.open();
    talk.runUntil("following");
    talk.stop(); // following -> releasing
    talk.runUntil("released"); // releasing -> released
    talk.unplug(); // released -> closed
    assertThat(talk.states())
        .containsExactly(
            "closed",
            "listening",
            "closed",
            "listening",
            "identifying",
            "closed",
            "listening",
            "identifying",
            "following",
            "lost",
            "identifying",
            "lost",
            "identifying",
            "following",
            "identifying",
            "following",
            "closed",
            "listening",
            "identifying",
            "following",
            "releasing",
            "released",
            "closed");
  }
}
