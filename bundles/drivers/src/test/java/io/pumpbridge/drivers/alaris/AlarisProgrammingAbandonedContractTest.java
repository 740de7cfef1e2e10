// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisProgrammes.ALL;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.BOTH;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.FIRST_CONTROL;
import static io.pumpbridge.drivers.alaris.SimulatedScene.NEW_RATE;
import static io.pumpbridge.drivers.alaris.SimulatedScene.OLD_RATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.simulators.alaris.AlarisAlarm;
import org.junit.jupiter.api.Test;

/** What the simulated pump is left with when the bridge crashes or stops while setting it. */
final class AlarisProgrammingAbandonedContractTest {

  private final SimulatedScene scene = new SimulatedScene();

  /**
   * The worst that a crash of the bridge leaves: the pump stands still, holds what it was or what
   * was written, and its remote control is enabled. Nobody was started by us, so its watch over the
   * line stops nobody; a nurse starts it and it runs on in silence.
   */
  @Test
  void whatACrashLeavesStandsStillAndStopsNobody() {
    for (int step = 1; step <= ALL.size(); step++) {
      scene.follow();
      scene.talk.program(BOTH);
      scene.talk.runUntilSent(step);
      boolean controlled = scene.pump().isRemoteControlled();
      assertThat(controlled)
          .as("step %d", step)
          .isEqualTo(step >= FIRST_CONTROL && step < ALL.size());
      assertThat(scene.rate()).isIn(OLD_RATE, NEW_RATE);
      assertThat(scene.pump().isRunning()).isFalse();
      // Nothing more is said: the process is gone. A nurse starts the pump.
      long crash = scene.now();
      assertThat(scene.pump().start(crash + 1_000)).isTrue();
      scene.pump().advance(crash + 120_000);
      assertThat(scene.pump().isRunning()).as("step %d", step).isTrue();
      assertThat(scene.pump().alarm()).isEqualTo(AlarisAlarm.AL_NOALM);
      assertThat(scene.pump().isRemoteControlled()).as("the pump took it back").isFalse();
    }
  }

  /** A new session does not know what the old one held, and does not touch it; an order does. */
  @Test
  void afterACrashANewSessionFollowsAndTheNextProgrammeGivesTheControlBack() {
    scene.follow();
    scene.talk.program(BOTH);
    scene.talk.runUntilSent(6);
    scene.beginSession();
    scene.followOn();
    scene.talk.run(30_000);
    assertThat(scene.pump().isRemoteControlled()).as("as long as it is talked to").isTrue();
    assertThat(scene.pump().isRunning()).isFalse();
    scene.talk.forget();
    scene.talk.program(BOTH);
    scene.talk.run(1_000);
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
    assertThat(scene.pump().isRemoteControlled()).isFalse();
  }

  @Test
  void aPlannedStopAtAnyStepLeavesNothingHeld() {
    for (int step = 1; step <= ALL.size(); step++) {
      scene.follow();
      scene.talk.program(BOTH);
      scene.talk.runUntilSent(step);
      scene.talk.stop();
      scene.talk.run(1_000);
      assertThat(scene.talk.isReleased()).isTrue();
      scene.assertKeptOrSet("step " + step);
      assertThat(scene.pump().isRemoteControlled()).as("step %d", step).isFalse();
      assertThat(scene.talk.losses()).containsExactly(LossReason.RELEASED);
      assertThat(scene.bedside.ran).isFalse();
    }
  }
}
