// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Family.Tells;
import io.pumpbridge.drivers.testing.Family.Trait;
import io.pumpbridge.drivers.testing.Truths.Moment;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every driver promises of pumps that somebody else simulates, in virtual time: it finds them,
 * says what is true, comes back by itself, and leaves them alone. {@link BadLineContract} adds what
 * it promises of bad lines.
 */
public abstract class PumpDriverContract {

  /** Beyond the probe: identifying takes further questions, some of them twice. */
  private static final long IDENTIFIED_MS = 3_000;

  /** From knowing a pump to its first report: a round of questions, or two that agree. */
  private static final long REPORTED_MS = 3_000;

  /** Within this a change at the pump is told: two rounds that agree, one answer lost. */
  private static final long TOLD_MS = 5_000;

  /** Planned ends are in order and quick, also if the pump does not answer. */
  private static final long RELEASED_MS = 5_000;

  /** Nobody changes a plug from pump to pump faster than this. */
  private static final long REPLUGGED_MS = 1_200;

  private static final long MINUTE_MS = 60_000;

  protected abstract Family family();

  /** The driver as it ships. */
  protected abstract PumpDriver driver();

  Scene scene() {
    return new Scene(family(), driver());
  }

  @Test
  void aPumpThatIsPluggedInIsIdentifiedInTimeAndThenReported() {
    Scene scene = scene();
    scene.talk.open();
    scene.talk.run(driver().probeMs() + IDENTIFIED_MS);
    assertThat(scene.talk.effects(Identified.class))
        .extracting(found -> found.place() + " " + found.pump().serialNumber())
        .containsExactlyInAnyOrderElementsOf(
            scene.bedside.pumps().stream()
                .map(panel -> panel.place() + " " + serialNumberToldBy(panel))
                .toList());
    assertThat(scene.talk.identified())
        .allSatisfy(pump -> assertThat(pump.protocol()).isEqualTo(driver().protocol()));
    scene.talk.run(REPORTED_MS);
    scene.assertFollowed("a moment after it was identified");
    assertThat(scene.talk.isAnswered()).isTrue();
    if (!family().is(Trait.TELLS_AN_ALARM_ONCE)) { // and calls it out, to whoever did not ask
      assertThat(scene.talk.noise()).as("each byte of a sound line is understood").isZero();
    }
  }

  private String serialNumberToldBy(Bedside panel) {
    return family().tell(Tells.SERIAL_NUMBER) ? panel.serialNumber() : "";
  }

  @Test
  void whatIsTrueIsReportedThroughoutAnInfusion() {
    Scene scene = scene().follow();
    assertToldNow(scene);
    scene.infuse();
    scene.talk.run(30_000);
    assertToldNow(scene);
    scene.bedside.rate(scene.first(), "24", scene.talk.nowMs());
    assertToldNow(scene);
    scene.first().stop(scene.pumpTime());
    assertToldNow(scene);
    assertThat(scene.first().start(scene.pumpTime())).isTrue();
    assertToldNow(scene);
    scene.first().occlude(scene.pumpTime());
    runUntilItStands(scene);
    assertToldNow(scene);
    scene.first().free(scene.pumpTime());
    scene.first().clear(scene.pumpTime());
    assertToldNow(scene);
    assertThat(scene.talk.losses()).isEmpty();
    scene.assertNothingFalse(TOLD_MS);
  }

  @Test
  void theEndOfAnInfusionIsReportedAsItIs() {
    Scene scene = scene().follow();
    scene.first().vtbi("0.5", scene.pumpTime()); // half a minute at the rate that is set
    scene.infuse();
    scene.talk.run(MINUTE_MS);
    assertThat(scene.now().flow()).isLessThan(scene.now().rateSet());
    assertToldNow(scene);
    scene.first().stop(scene.pumpTime());
    scene.first().clear(scene.pumpTime());
    assertToldNow(scene);
    scene.assertNothingFalse(TOLD_MS);
  }

  @Test
  void anAlarmIsReportedHoweverShortlyThePumpTellsIt() {
    Scene scene = scene().follow().infuse();
    scene.talk.run(10_000);
    scene.talk.forget();
    scene.first().occlude(scene.pumpTime());
    runUntilItStands(scene);
    scene.talk.run(TOLD_MS);
    assertThat(scene.talk.effects(Report.class))
        .filteredOn(report -> report.place().equals(scene.place()))
        .anyMatch(report -> report.observation().alarms().isEmpty())
        .extracting(report -> !report.observation().alarms().isEmpty())
        .as("whether there was ever an alarm")
        .matches(told -> told.contains(true) == family().tell(Tells.ALARMS));
  }

  private void runUntilItStands(Scene scene) {
    for (int s = 0; s < 600 && scene.now().truth().running(); s++) {
      scene.talk.run(1_000);
    }
    assertThat(scene.now().truth().running()).as("an occluded pump gives up").isFalse();
  }

  /** Gives it time, and then what is told is what is. */
  void assertToldNow(Scene scene) {
    scene.talk.run(TOLD_MS);
    Observation told = scene.latest();
    Moment is = scene.now();
    assertThat(told.status()).isEqualTo(statusToldOf(is));
    if (is.truth().running()) {
      assertThat(told.rate().isPresent()).isEqualTo(family().tell(Tells.RATE));
    }
    assertThat(told.volumeInfused().isPresent()).isEqualTo(family().tell(Tells.VOLUME));
    assertThat(wordsOf(told.alarms()))
        .isEqualTo(family().tell(Tells.ALARMS) ? is.truth().alarms() : List.of());
  }

  private PumpStatus statusToldOf(Moment is) {
    if (!family().tell(Tells.STATUS)) {
      return PumpStatus.UNKNOWN;
    }
    if (is.truth().running()) {
      return is.flow().compareTo(is.rateSet()) == 0 ? PumpStatus.INFUSING : PumpStatus.KVO;
    }
    return is.hasAlarms() && family().tell(Tells.ALARMS) ? PumpStatus.ALARM : PumpStatus.STOPPED;
  }

  private List<String> wordsOf(List<PumpAlarm> alarms) {
    return alarms.stream().map(alarm -> family().alarm().apply(alarm.code())).toList();
  }

  /** Also not by falling silent afterwards, as when the bridge crashes. */
  @Test
  void whoeverListensTouchesNoPump() {
    for (Scene scene : List.of(scene().infuse(), scene())) {
      long began = scene.talk.nowMs();
      scene.talk.open();
      scene.talk.run(20 * MINUTE_MS);
      scene.assertFollowed("after twenty minutes");
      scene.assertUntouchedSince(began);
      scene.talk.unplug();
      scene.talk.run(10 * MINUTE_MS);
      if (!family().is(Trait.STOPS_WITHOUT_ITS_HOST)) {
        scene.assertUntouchedSince(began);
      }
    }
  }

  @Test
  void aPlannedStopReleasesInTimeWheneverItComes() {
    for (long phase = 0; phase < 1_000; phase += 90) {
      Scene scene = scene().infuse();
      long began = scene.talk.nowMs();
      scene.follow();
      scene.talk.run(phase);
      scene.talk.forget();
      assertReleased(scene);
      scene.assertLost(LossReason.RELEASED);
      scene.assertUntouchedSince(began);
    }
  }

  @Test
  void aPlannedStopReleasesInTimeAlsoIfNobodyAnswers() {
    Scene scene = scene().follow();
    scene.bedside.mute();
    assertReleased(scene);
    scene.assertLost(LossReason.RELEASED);
    Scene empty = scene();
    empty.bedside.mute();
    empty.talk.open();
    empty.talk.run(MINUTE_MS);
    assertReleased(empty);
    assertThat(empty.talk.losses()).isEmpty();
  }

  private void assertReleased(Scene scene) {
    scene.talk.stop();
    scene.talk.run(RELEASED_MS);
    assertThat(scene.talk.isReleased()).isTrue();
    scene.talk.unplug();
    int sent = scene.talk.sent().size();
    scene.talk.run(MINUTE_MS);
    assertThat(scene.talk.sent()).as("whoever has given back says nothing more").hasSize(sent);
  }

  @Test
  void aCableThatIsPulledIsSaidAndItsReturnFollowed() {
    for (long phase = 0; phase < 1_000; phase += 90) {
      Scene scene = scene().follow();
      scene.talk.run(phase);
      scene.talk.unplug();
      scene.assertLost(LossReason.UNPLUGGED);
      assertThat(scene.talk.state()).isEqualTo("closed");
      scene.talk.run(phase);
      scene.follow();
    }
  }

  /** The old ones infuse and the new ones stand, so whose values are told can be seen. */
  @Test
  void anotherPumpIsAnotherPump() {
    for (long phase = 0; phase < 1_000; phase += 90) {
      Scene scene = scene().infuse().follow();
      scene.talk.run(phase);
      PumpSimulator others = Scene.pumps(family(), Optional.of("20002"));
      others.advance(scene.pumpTime());
      scene.bedside.swap(others);
      scene.bedside.mute();
      scene.talk.run(REPLUGGED_MS);
      scene.bedside.heal();
      scene.talk.run(Scene.BACK_AGAIN_MS);
      scene.assertNothingFalse(TOLD_MS);
      if (family().tell(Tells.SERIAL_NUMBER)) {
        scene.assertLost(LossReason.DIFFERENT_PUMP);
        for (Bedside panel : others.pumps()) {
          assertGreetedBeforeItIsReported(scene, panel);
        }
      }
    }
  }

  private static void assertGreetedBeforeItIsReported(Scene scene, Bedside panel) {
    boolean greeted = false;
    for (Talk.Entry entry : scene.talk.entries()) {
      Effect effect = entry.effect();
      if (effect instanceof Identified found && found.place().equals(panel.place())) {
        assertThat(found.pump().serialNumber()).isEqualTo(panel.serialNumber());
        greeted = true;
      }
      if (effect instanceof Report report && report.place().equals(panel.place())) {
        assertThat(report.observation().status())
            .as("at %d", entry.atMs())
            .isEqualTo(greeted ? PumpStatus.STOPPED : PumpStatus.INFUSING);
      }
    }
    assertThat(greeted).isTrue();
  }

  @Test
  void asShippedAProgrammeIsRefusedOnceAndNothingIsSentForIt() {
    Scene scene = scene();
    assertRefuses(scene);
    scene.talk.open();
    assertRefuses(scene);
    scene.talk.run(Scene.BACK_AGAIN_MS);
    for (int i = 0; i < 10; i++) {
      assertRefuses(scene);
      scene.talk.run(90);
    }
    scene.bedside.mute();
    scene.talk.run(MINUTE_MS);
    assertRefuses(scene);
    scene.talk.stop();
    assertRefuses(scene);
  }

  private static void assertRefuses(Scene scene) {
    Programme programme =
        new Programme("order-1", scene.place(), Quantity.of("5", "mL/h"), Optional.empty());
    int before = scene.talk.entries().size();
    scene.talk.program(programme);
    assertThat(scene.talk.entries().subList(before, scene.talk.entries().size()))
        .as("while it is %s", scene.talk.state())
        .singleElement()
        .extracting(Talk.Entry::effect)
        .isInstanceOfSatisfying(
            Effect.Programmed.class,
            answer -> {
              assertThat(answer.programme()).isEqualTo(programme);
              assertThat(answer.outcome()).isInstanceOf(ProgrammeOutcome.Refused.class);
            });
  }
}
