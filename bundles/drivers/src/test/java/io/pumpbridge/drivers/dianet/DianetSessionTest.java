// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static io.pumpbridge.drivers.dianet.DianetScene.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import org.junit.jupiter.api.Test;

/** Following, which is all that a session without programming does. */
final class DianetSessionTest {

  private final DianetScene scene = DianetScene.watching();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  /** The picture in the README, edge by edge, as far as a pump is only followed. */
  @Test
  void everyEdgeOfThePictureIsWalked() {
    pump.present = false;
    talk.open(); // closed -> identifying
    talk.run(1_500); // identifying -> waiting for the next probe, never followed before
    talk.unplug(); // identifying -> closed
    talk.open();
    talk.run(500);
    talk.stop(); // identifying -> closed, in order
    talk.open();
    talk.run(1_000);
    pump.present = true;
    talk.run(2_000); // identifying -> following
    pump.become("12c0303a");
    talk.run(1_500); // following -> identifying: a different pump; identifying -> following
    pump.present = false;
    talk.runUntil("lost"); // following -> lost
    talk.runUntil("identifying"); // lost -> identifying
    talk.runUntil("lost"); // identifying -> lost
    talk.unplug(); // lost -> closed
    pump.present = true;
    talk.open();
    talk.run(200);
    talk.unplug(); // following -> closed
    talk.open();
    talk.run(200);
    talk.stop(); // following -> closed, in order
    assertThat(talk.states())
        .containsExactly(
            "closed",
            "identifying",
            "closed",
            "identifying",
            "closed",
            "identifying",
            "following",
            "identifying",
            "following",
            "lost",
            "identifying",
            "lost",
            "closed",
            "identifying",
            "following",
            "closed",
            "identifying",
            "following",
            "closed");
  }

  @Test
  void aClosedSessionDoesNothing() {
    talk.run(60_000);
    talk.unplug();
    talk.stop();
    assertThat(talk.entries()).isEmpty();
    talk.inject(DianetVectors.IDENT);
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.state()).isEqualTo("closed");
    assertThat(talk.isReleased()).isTrue();
  }

  @Test
  void identityComesFirstAndReportsAfterIt() {
    talk.open();
    assertThat(talk.sent()).as("the probe").containsExactly(DianetVectors.IDENT);
    assertThat(talk.isAnswered()).isFalse();
    talk.run(200);
    assertThat(talk.isAnswered()).isTrue();
    assertThat(pump.heard).containsExactly("01", "02", "03", "04");
    assertThat(talk.identified())
        .containsExactly(
            new PumpIdentity("dianet", "bbraun-dianet", "Perfusor compact", "12345", "CMC 1.23"));
    assertThat(talk.reports()).hasSize(1);
    Observation report = talk.reports().get(0);
    assertThat(report.status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(report.rate()).contains(Quantity.of("12.50", "mL/h"));
    assertThat(report.volumeInfused()).contains(Quantity.of("12.6", "mL"));
    assertThat(report.drug()).contains("Norad");
    assertThat(talk.entries().stream().map(e -> e.effect().getClass().getSimpleName()))
        .containsExactly("Send", "Identified", "Send", "Send", "Send", "Report");
  }

  /** The replies carry no serial number, so whose they are is asked in each round. */
  @Test
  void polledOncePerIntervalWithoutDriftAndEachTimeAskedWhoItIs() {
    scene.follow();
    talk.run(60_050);
    assertThat(talk.timesSent(DianetVectors.IDENT).size()).isBetween(59, 61);
    assertThat(talk.reports().size()).isBetween(59, 61);
    assertThat(pump.heard).containsOnly("01", "02", "03", "04");
    assertThat(talk.losses()).isEmpty();
  }

  /** No mode is ever asked for, so no watch of the pump's over the line begins. */
  @Test
  void aSessionThatOnlyFollowsNeverTouchesTheMode() {
    scene.follow();
    talk.run(10_000);
    pump.present = false;
    talk.run(10_000);
    pump.present = true;
    talk.run(10_000);
    talk.stop();
    assertThat(pump.heard).containsOnly("01", "02", "03", "04");
    assertThat(pump.timeouts).isZero();
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.losses()).containsExactly(LossReason.SILENT, LossReason.RELEASED);
  }

  @Test
  void whatAnotherLeftControlledIsNotGivenBackByAListener() {
    pump.state |= ScriptedDianetPump.REMOTE;
    scene.follow();
    talk.run(5_000);
    assertThat(pump.heard).doesNotContain("10:00", "10:01");
    assertThat(talk.reports()).isNotEmpty();
  }

  @Test
  void aProgrammeIsRefusedAndNothingIsSent() {
    scene.follow();
    talk.program(rate("5.00"));
    assertThat(talk.outcomes())
        .containsExactly(new Refused(Reason.NOT_ENABLED, "This pump is only listened to."));
    assertThat(talk.sent()).isEmpty();
    talk.unplug();
    talk.forget();
    talk.program(rate("5.00"));
    assertThat(talk.outcomes()).hasSize(1);
  }

  @Test
  void openedWithoutClosedBeforeIsALossAndABeginning() {
    scene.follow();
    talk.open();
    assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(talk.state()).isEqualTo("identifying");
    talk.run(200);
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void sessionsAreImmutable() {
    var session = scene.driver.newSession().on(new SessionInput.Opened(0)).next();
    var once = session.on(new SessionInput.Tick(600));
    var again = session.on(new SessionInput.Tick(600));
    assertThat(once).isEqualTo(again);
    assertThat(session.on(new SessionInput.Tick(10)).effects()).isEmpty();
  }
}
