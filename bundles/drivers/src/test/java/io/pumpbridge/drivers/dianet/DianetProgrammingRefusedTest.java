// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static io.pumpbridge.drivers.dianet.DianetScene.rate;
import static io.pumpbridge.drivers.dianet.DianetScene.rateAndVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.measure.Quantity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before the pump is taken: nothing is written, nothing held. */
final class DianetProgrammingRefusedTest {

  private final DianetScene scene = DianetScene.programming();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  @ParameterizedTest
  @CsvSource({
    "rate,   1.005",
    "rate,   0.001",
    "volume, 0.25",
    "volume, 100.01",
  })
  void whatThePumpsStepsCannotExpressIsNotRounded(String what, String value) {
    assertRefusedWithoutAByte(programme(what, value), Reason.NOT_IN_STEPS);
  }

  @ParameterizedTest
  @CsvSource({
    "rate,   0",
    "rate,   -1.00",
    "rate,   42949672.95",
    "volume, 0.0",
    "volume, 429496729.5",
  })
  void nothingAndTooMuchAreOutOfRange(String what, String value) {
    assertRefusedWithoutAByte(programme(what, value), Reason.OUT_OF_RANGE);
  }

  /** A good programme but for one value. */
  private static Programme programme(String what, String value) {
    return what.equals("rate") ? rate(value) : rateAndVolume("1.00", value);
  }

  private void assertRefusedWithoutAByte(Programme programme, Reason reason) {
    scene.follow();
    talk.program(programme);
    assertThat(talk.outcome())
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
    assertThat(talk.sent()).isEmpty();
  }

  @Test
  void otherUnitsOtherPlacesAndUnknownPumpsAreRefused() {
    scene.follow();
    talk.program(new Programme("1", Effect.ONLY, Quantity.of("1", "mL/min"), Optional.empty()));
    talk.program(
        new Programme(
            "1", Effect.ONLY, Quantity.of("1", "mL/h"), Optional.of(Quantity.of("1", "L"))));
    talk.program(new Programme("1", "2", Quantity.of("1", "mL/h"), Optional.empty()));
    assertThat(talk.outcomes())
        .extracting(outcome -> ((Refused) outcome).reason())
        .containsExactly(Reason.NOT_SUPPORTED, Reason.NOT_SUPPORTED, Reason.NOT_FOLLOWED);
    for (String other :
        List.of(
            DianetVectors.IDENTITY_DATA.replace("000e", "010e"), // another version
            "0f9c3039" + DianetVectors.IDENTITY_DATA.substring(8))) { // another type
      talk.unplug();
      pump.identity = other;
      scene.follow();
      talk.program(rate("1"));
      assertThat(talk.outcomes())
          .singleElement()
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.NOT_SUPPORTED));
    }
    scene.assertNothingWasTaken();
  }

  @Test
  void whoIsNotFollowedIsNotSet() {
    talk.program(rate("1"));
    talk.open();
    talk.program(rate("1"));
    pump.deaf.add(0x02);
    talk.run(300); // knows who it is but not what it does
    talk.program(rate("1"));
    talk.run(5_000);
    talk.program(rate("1"));
    assertThat(talk.outcomes())
        .extracting(outcome -> ((Refused) outcome).reason())
        .hasSize(4)
        .containsOnly(Reason.NOT_FOLLOWED);
    scene.assertNothingWasTaken();
  }

  @Test
  void aSecondProgrammeFindsThePumpBusy() {
    scene.follow();
    talk.program(rate("5"));
    talk.program(rate("6"));
    talk.runUntil("releasing");
    talk.program(rate("7"));
    talk.run(2_000);
    assertThat(talk.outcomes())
        .hasSize(3)
        .satisfiesExactly(
            first -> assertRefusedAsBusy(first),
            second -> assertRefusedAsBusy(second),
            third -> assertThat(third).isEqualTo(new Programmed()));
    assertThat(pump.heard).containsOnlyOnce("12");
  }

  private static void assertRefusedAsBusy(ProgrammeOutcome outcome) {
    assertThat(((Refused) outcome).reason()).isEqualTo(Reason.BUSY);
  }

  @Test
  void aPumpThatIsNotStoppedIsNotTaken() {
    for (int bit : new int[] {5, 7, 9, 10, 12, 13, 19, 20}) {
      assertNotTaken(1L << bit, 0, Reason.NOT_STOPPED);
    }
    assertNotTaken(0xffffffffL, 0, Reason.NOT_STOPPED);
    assertNotTaken(ScriptedDianetPump.KEYS_IN_USE, 0, Reason.NOT_STOPPED);
    for (int alarm = 0; alarm < 32; alarm++) {
      assertNotTaken(0, 1L << alarm, Reason.NOT_STOPPED);
    }
    assertNotTaken(ScriptedDianetPump.LOCKED, 0, Reason.CONTROL_REFUSED);
    for (int bit = 22; bit < 30; bit++) {
      assertNotTaken(1L << bit, 0, Reason.NOT_SUPPORTED);
    }
  }

  private void assertNotTaken(long state, long alarms, Reason reason) {
    talk.unplug();
    pump.state = state;
    pump.alarms = alarms;
    scene.assertRefused(scene.outcome(rate("5")), reason);
    scene.assertNothingWasTaken();
  }

  /** Read afresh, not remembered: it ran at the last poll's time or not. */
  @Test
  void aPumpThatStartedSinceTheLastPollIsNotTaken() {
    scene.follow();
    pump.state |= ScriptedDianetPump.RUNNING;
    talk.program(rate("5"));
    talk.run(500);
    scene.assertRefused(talk.outcomes().get(0), Reason.NOT_STOPPED);
    scene.assertNothingWasTaken();
  }

  @Test
  void anotherPumpAtTheBeginningIsNotTaken() {
    scene.follow();
    pump.become("12c0303a");
    talk.program(rate("5"));
    talk.run(1_000);
    scene.assertRefused(talk.outcomes().get(0), Reason.CHANGED_UNDER_WAY);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    scene.assertNothingWasTaken();
  }

  @Test
  void aPumpThatIsHeldFromElsewhereIsLeftAloneAfterThat() {
    pump.state |= ScriptedDianetPump.REMOTE;
    scene.assertRefused(scene.outcome(rate("5")), Reason.CONTROL_REFUSED);
    scene.assertNothingWasTaken();
    talk.run(10_000);
    assertThat(pump.heard).doesNotContain("10:00");
  }
}
