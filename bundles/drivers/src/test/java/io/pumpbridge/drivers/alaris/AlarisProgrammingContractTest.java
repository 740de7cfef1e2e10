// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisProgrammes.BOTH;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.reason;
import static io.pumpbridge.drivers.alaris.SimulatedScene.NEW_RATE;
import static io.pumpbridge.drivers.alaris.SimulatedScene.OLD_RATE;
import static io.pumpbridge.drivers.alaris.SimulatedScene.OLD_VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.simulators.alaris.AlarisAlarm;
import io.pumpbridge.simulators.fault.LineFaults;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/**
 * Setting the simulated pump, which was written from the documents by itself: on a good line, with
 * people at its keys.
 */
final class AlarisProgrammingContractTest {

  private final SimulatedScene scene = new SimulatedScene();

  @Test
  void thePumpHoldsWhatWasOrderedAndStandsStill() {
    scene.follow();
    scene.talk.program(BOTH);
    scene.talk.run(600);
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
    scene.assertKeptOrSet("set");
    assertThat(scene.pump().isRunning()).isFalse();
    assertThat(scene.pump().isRemoteControlled()).isFalse();
    assertThat(scene.pump().start(scene.now())).as("a nurse starts it").isTrue();
    scene.talk.run(1_200);
    assertThat(scene.talk.reports().get(scene.talk.reports().size() - 1).status())
        .isEqualTo(PumpStatus.INFUSING);
    scene.bedside.line(1, LineFaults.Rates.DEAD);
    scene.talk.run(60_000);
    assertThat(scene.pump().isRunning()).as("it does not depend on us").isTrue();
  }

  @Test
  void aRunningPumpIsNotTouched() {
    scene.follow();
    scene.pump().start(scene.now());
    scene.talk.program(BOTH);
    scene.talk.run(1_000);
    assertThat(reason(scene.talk.outcome())).isEqualTo(Reason.NOT_STOPPED);
    scene.assertUntouched();
    assertThat(scene.pump().isRunning()).isTrue();
    assertThat(scene.talk.sent()).doesNotContain(AlarisVectors.framed("REMOTE_CTRL^ENABLED^3CC1"));
  }

  @Test
  void startedByANurseBetweenLeaseAndWriteItIsNotTouched() {
    scene.follow();
    scene.bedside.before.put(4, () -> scene.pump().start(scene.now()));
    scene.talk.program(BOTH);
    scene.talk.run(1_000);
    assertThat(scene.talk.outcome()).isInstanceOf(Refused.class);
    assertThat(reason(scene.talk.outcome())).isEqualTo(Reason.CHANGED_UNDER_WAY);
    scene.assertUntouched();
    assertThat(scene.pump().isRunning()).isTrue();
    assertThat(scene.pump().isRemoteControlled()).isFalse();
  }

  /**
   * The one moment that nothing can close: the key is pressed after the pump said that it stands
   * and before the write has reached it. It is noticed by the next INF and told.
   */
  @Test
  void startedInTheVeryMomentOfTheWriteItIsToldAndLeftRunning() {
    for (int write : new int[] {5, 9}) {
      scene.follow();
      scene.bedside.before.put(write, () -> scene.pump().start(scene.now()));
      scene.talk.program(BOTH);
      scene.talk.run(1_000);
      assertThat(scene.talk.outcome()).isInstanceOf(Failed.class);
      assertThat(reason(scene.talk.outcome())).isEqualTo(Reason.CHANGED_UNDER_WAY);
      assertThat(scene.pump().isRunning()).isTrue();
      assertThat(scene.pump().isRemoteControlled()).isFalse();
      scene.talk.run(1_000);
      scene.bedside.line(1, LineFaults.Rates.DEAD);
      scene.talk.run(60_000);
      assertThat(scene.pump().isRunning()).as("no watch of the pump's over it").isTrue();
    }
  }

  @Test
  void startedAfterTheWriteNothingMoreIsWritten() {
    scene.follow();
    scene.bedside.before.put(8, () -> scene.pump().start(scene.now()));
    scene.talk.program(BOTH);
    scene.talk.run(1_000);
    assertThat(scene.talk.outcome()).isInstanceOf(Failed.class);
    assertThat(reason(scene.talk.outcome())).isEqualTo(Reason.CHANGED_UNDER_WAY);
    assertThat(scene.rate()).isEqualTo(NEW_RATE);
    assertThat(scene.volume()).isEqualTo(OLD_VOLUME);
    assertThat(scene.pump().isRemoteControlled()).isFalse();
  }

  @Test
  void aPumpThatStandsWithAnOcclusionIsNotTouched() {
    scene.follow();
    scene.pump().start(scene.now());
    scene.pump().occlude(scene.now());
    scene.talk.run(60_000);
    assertThat(scene.pump().alarm()).isEqualTo(AlarisAlarm.AL_OCCLU);
    scene.talk.forget();
    scene.talk.run(50);
    scene.talk.program(BOTH);
    scene.talk.run(1_000);
    assertThat(reason(scene.talk.outcome())).isEqualTo(Reason.NOT_STOPPED);
    scene.assertUntouched();
    assertThat(scene.talk.reports())
        .allSatisfy(
            report ->
                assertThat(report.alarms())
                    .extracting(PumpAlarm::code)
                    .containsExactly("AL_OCCLU"));
  }

  @Test
  void anOcclusionUnderWayEndsIt() {
    for (int inf : new int[] {4, 6, 8, 10}) {
      scene.follow();
      scene.bedside.before.put(
          inf - 1,
          () -> {
            BigDecimal rate = new BigDecimal(scene.rate().split("\\^", -1)[1]);
            scene.pump().setRate(new BigDecimal("1200"), scene.now());
            scene.pump().start(scene.now());
            scene.pump().occlude(scene.now());
            scene.pump().advance(scene.now() + 100); // 0.02 mL are enough
            scene.pump().setRate(rate, scene.now());
          });
      scene.talk.program(BOTH);
      scene.talk.run(1_500);
      assertThat(scene.pump().alarm()).isEqualTo(AlarisAlarm.AL_OCCLU);
      assertThat(reason(scene.talk.outcome()))
          .as("before %d", inf)
          .isEqualTo(Reason.CHANGED_UNDER_WAY);
      assertThat(scene.pump().isRemoteControlled()).isFalse();
      assertThat(scene.pump().isRunning()).isFalse();
    }
  }

  @Test
  void aWrongEchoOrReadBackIsAFailureAndTheControlIsGivenBack() {
    Object[][] cases = {
      {5, "INF_RATE^3.00^ml/h", Reason.REFUSED_BY_PUMP},
      {7, OLD_RATE, Reason.READ_BACK_DIFFERS},
      {9, "INF_VTBI^ACTIV^1.000^ml^STOP", Reason.REFUSED_BY_PUMP},
      {11, OLD_VOLUME, Reason.READ_BACK_DIFFERS},
    };
    for (Object[] one : cases) {
      scene.follow();
      scene.bedside.instead.put((Integer) one[0], (String) one[1]);
      scene.talk.program(BOTH);
      scene.talk.run(1_500);
      assertThat(scene.talk.outcome()).isInstanceOf(Failed.class);
      assertThat(reason(scene.talk.outcome())).isEqualTo(one[2]);
      assertThat(scene.pump().isRemoteControlled()).isFalse();
      assertThat(scene.pump().isRunning()).isFalse();
    }
  }
}
