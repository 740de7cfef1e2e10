// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisVectors.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every edge of setting a pump, with a far end that follows a script; long, as the edges are many.
 */
final class AlarisProgrammingTest {

  private static final String TAKE = "REMOTE_CTRL^ENABLED^3CC1";
  private static final String RELEASE = "REMOTE_CTRL^DISABLED";

  /** What a programme of rate and volume sends, in order. */
  private static final List<String> ALL =
      List.of(
          "INF_RATE_MAX_SYRINGE",
          "INF",
          TAKE,
          "INF",
          "INF_RATE^3.50^ml/h",
          "INF",
          "INF_RATE",
          "INF",
          "INF_VTBI^ACTIV^11.000^ml^STOP",
          "INF",
          "INF_VTBI",
          RELEASE);

  private static final int FIRST_CONTROL = 3;
  private static final int FIRST_WRITE = 5;

  private ScriptedPump pump = ScriptedPump.standing();
  private Talk talk = new Talk(AlarisProfiles.driver(true).newSession(), pump);

  static Programme programme(String rate, String volume) {
    return new Programme(
        "order-1",
        Effect.ONLY,
        Quantity.of(rate, "mL/h"),
        volume.isEmpty() ? Optional.empty() : Optional.of(Quantity.of(volume, "mL")));
  }

  private static final Programme BOTH = programme("3.5", "11");

  /** Begins anew, up to where the pump is followed and nothing is under way. */
  private void follow() {
    pump = ScriptedPump.standing();
    talk = new Talk(AlarisProfiles.driver(true).newSession(), pump);
    followOn();
  }

  private void followOn() {
    talk.open();
    talk.run(100);
    assertThat(talk.state()).isEqualTo("following");
    talk.forget();
    pump.countFromHere();
  }

  private List<String> sent() {
    return talk.sent().stream()
        .map(bytes -> bytes.toText(StandardCharsets.US_ASCII))
        .map(text -> text.substring(1, text.indexOf('|')))
        .toList();
  }

  private ProgrammeOutcome outcome() {
    assertThat(talk.outcomes()).as("exactly one answer").hasSize(1);
    return talk.outcomes().get(0);
  }

  private static Reason reason(ProgrammeOutcome outcome) {
    return outcome instanceof Refused refused ? refused.reason() : ((Failed) outcome).reason();
  }

  private void assertRefused(Reason reason) {
    assertThat(outcome()).isInstanceOf(Refused.class);
    assertThat(reason(outcome())).isEqualTo(reason);
  }

  /** Refused before the first write, failed from it on. */
  private void assertEnded(int step, Reason reason) {
    assertThat(outcome())
        .as("step %d", step)
        .isInstanceOf(step < FIRST_WRITE ? Refused.class : Failed.class);
    assertThat(reason(outcome())).as("step %d: %s", step, outcome()).isEqualTo(reason);
  }

  /** After step so and so there was nothing but the release, if there was anything to release. */
  private void assertNothingButTheReleaseAfter(int step) {
    List<String> wanted = new ArrayList<>(ALL.subList(0, step));
    if (step >= FIRST_CONTROL) {
      wanted.add(RELEASE);
    }
    assertThat(sent()).as("step %d", step).startsWith(wanted.toArray(new String[0]));
    List<String> rest = sent().subList(wanted.size(), sent().size());
    assertThat(rest).as("step %d", step).isSubsetOf("INF", "ALARM");
  }

  @Test
  void aPumpThatStandsStillIsSetReadBackAndGivenBack() {
    follow();
    talk.program(BOTH);
    talk.run(300);
    assertThat(outcome()).isEqualTo(new Programmed());
    assertThat(sent()).isEqualTo(ALL);
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports())
        .as("what is heard under way is told")
        .hasSize(5)
        .allSatisfy(report -> assertThat(report.status()).isEqualTo(PumpStatus.STOPPED));
    Effect last = talk.entries().get(talk.entries().size() - 1).effect();
    assertThat(last).as("told after the release").isInstanceOf(Effect.Programmed.class);
    assertThat(talk.states())
        .containsExactly(
            "closed", "identifying", "following", "programming", "releasing", "following");
  }

  @Test
  void withoutAVolumeThePumpsOwnStays() {
    follow();
    talk.program(programme("3.50", ""));
    talk.run(300);
    assertThat(outcome()).isEqualTo(new Programmed());
    assertThat(sent()).containsExactlyElementsOf(withRelease(ALL.subList(0, 7)));
  }

  private static List<String> withRelease(List<String> steps) {
    List<String> all = new ArrayList<>(steps);
    all.add(RELEASE);
    return all;
  }

  @Test
  void pollingGoesOnAfterwards() {
    follow();
    talk.program(BOTH);
    talk.run(10_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports().size()).isBetween(13, 16);
  }

  @Test
  void whatCannotBeDoneIsRefusedAtOnceWithoutAByte() {
    follow();
    Object[][] cases = {
      {programme("3.505", ""), Reason.NOT_IN_STEPS},
      {programme("0.104999", ""), Reason.NOT_IN_STEPS},
      {programme("3.5", "11.0001"), Reason.NOT_IN_STEPS},
      {programme("0.09", ""), Reason.OUT_OF_RANGE},
      {programme("0", ""), Reason.OUT_OF_RANGE},
      {programme("-3.50", ""), Reason.OUT_OF_RANGE},
      {programme("1200.01", ""), Reason.OUT_OF_RANGE},
      {programme("3.5", "0"), Reason.OUT_OF_RANGE},
      {programme("3.5", "-11"), Reason.OUT_OF_RANGE},
      {programme("3.5", "50.001"), Reason.OUT_OF_RANGE},
      {with(new Quantity(new BigDecimal("1E+200"), Unit.ML_PER_HOUR)), Reason.OUT_OF_RANGE},
      {with(new Quantity(new BigDecimal("1E-200"), Unit.ML_PER_HOUR)), Reason.OUT_OF_RANGE},
      {with(Quantity.of("3.5", "mL/min")), Reason.NOT_SUPPORTED},
      {with(Quantity.of("3.5", "mL/kg/h")), Reason.NOT_SUPPORTED},
      {with(Quantity.of("3.5", "mL")), Reason.NOT_SUPPORTED},
      {
        new Programme("1", "1/2", Quantity.of("3.5", "mL/h"), Optional.empty()), Reason.NOT_FOLLOWED
      },
    };
    for (Object[] one : cases) {
      talk.forget();
      talk.program((Programme) one[0]);
      assertRefused((Reason) one[1]);
      assertThat(sent()).isEmpty();
      assertThat(talk.state()).isEqualTo("following");
      assertThat(talk.isReleased()).isTrue();
    }
  }

  private static Programme with(Quantity rate) {
    return new Programme("1", Effect.ONLY, rate, Optional.empty());
  }

  @Test
  void theLimitsThemselvesAreWithin() {
    for (String[] one :
        new String[][] {{"0.1", "0.001"}, {"0.100", "50"}, {"1200", "50.000"}, {"1200.00", "1"}}) {
      follow();
      talk.program(programme(one[0], one[1]));
      assertThat(talk.outcomes()).as("%s %s", one[0], one[1]).isEmpty();
      assertThat(sent()).containsExactly("INF_RATE_MAX_SYRINGE");
    }
  }

  @Test
  void aSiteThatHasNotEnabledItNeverSaysAWordOfIt() {
    talk = new Talk(AlarisProfiles.driver(false).newSession(), pump);
    talk.program(BOTH);
    followOn();
    talk.program(BOTH);
    talk.run(5_000);
    assertRefused(Reason.NOT_ENABLED);
    assertThat(sent()).containsOnly("INF");
    pump.leave();
    talk.runUntil("lost");
    talk.forget();
    talk.program(BOTH);
    assertRefused(Reason.NOT_ENABLED);
  }

  @Test
  void withoutAPumpThatIsFollowedThereIsNothingToSet() {
    talk.program(BOTH); // closed
    assertRefused(Reason.NOT_FOLLOWED);
    talk.forget();
    pump.leave();
    talk.open();
    talk.program(BOTH); // identifying
    assertRefused(Reason.NOT_FOLLOWED);
    talk.run(1_500);
    talk.forget();
    talk.program(BOTH); // between two probes
    assertRefused(Reason.NOT_FOLLOWED);
    pump.comeBack();
    talk.runUntil("following");
    pump.leave();
    talk.runUntil("lost");
    talk.forget();
    talk.program(BOTH);
    assertRefused(Reason.NOT_FOLLOWED);
    assertThat(sent()).isEmpty();
  }

  /** After about 2.3.6 the remote control is said to be disabled; one post, so nothing near it. */
  @Test
  void onlyKnownSoftwareIsSet() {
    for (String software :
        List.of(
            "Asena Rev 2.3.6", "Asena Rev 2.10.1", "Asena Rev 3", "Asena Rev ", "Other 2.1.5")) {
      pump = ScriptedPump.standing();
      talk = new Talk(AlarisProfiles.driver(true).newSession(), pump);
      pump.say("COMMS_PROTOCOL", "COMMS_PROTOCOL^" + software);
      followOn();
      talk.program(BOTH);
      assertRefused(Reason.NOT_SUPPORTED);
      assertThat(sent()).isEmpty();
    }
    pump = ScriptedPump.standing();
    talk = new Talk(AlarisProfiles.driver(true).newSession(), pump);
    pump.deafTo("COMMS_PROTOCOL");
    talk.open();
    talk.run(6_000);
    talk.forget();
    talk.program(BOTH);
    assertRefused(Reason.NOT_SUPPORTED);
  }

  @Test
  void oneProgrammeAtATime() {
    for (int step = 1; step <= ALL.size(); step++) {
      follow();
      Programme second = programme("7.00", "");
      talk.program(BOTH);
      runToStep(step);
      talk.program(second);
      assertRefused(Reason.BUSY);
      talk.run(500);
      assertThat(talk.outcomes()).as("step %d", step).hasSize(2).contains(new Programmed());
      assertThat(sent()).isEqualTo(ALL);
    }
  }

  /** Until the request of that step has been sent and not yet answered. */
  private void runToStep(int step) {
    long deadline = talk.nowMs() + 10_000;
    while (talk.sent().size() < step && talk.nowMs() < deadline) {
      talk.run(1);
    }
    assertThat(talk.sent()).hasSize(step);
  }

  @Test
  void silenceAtAnyStepEndsItAndTheControlIsGivenBack() {
    for (int step = 1; step < ALL.size(); step++) {
      follow();
      pump.before(step, () -> pump.ignore = 1);
      talk.program(BOTH);
      talk.run(1_000);
      assertEnded(step, step == FIRST_CONTROL ? Reason.CONTROL_REFUSED : Reason.NO_ANSWER);
      assertNothingButTheReleaseAfter(step);
      assertThat(talk.isReleased()).isTrue();
      assertThat(talk.state()).isEqualTo("following");
    }
  }

  @Test
  void aReleaseThatIsNotConfirmedIsSentOnceMore() {
    follow();
    pump.before(12, () -> pump.ignore = 1);
    talk.program(BOTH);
    talk.run(400);
    assertThat(talk.outcomes()).isEmpty();
    assertThat(talk.isReleased()).isFalse();
    talk.run(400);
    assertThat(outcome()).isEqualTo(new Programmed());
    assertThat(sent()).containsSubsequence(RELEASE, RELEASE);
    assertThat(talk.isReleased()).isTrue();
  }

  /** It was written and read back, but who gets the control is not seen to have it. */
  @Test
  void aReleaseThatIsNeverConfirmedIsNoSuccess() {
    follow();
    pump.deafTo(RELEASE);
    talk.program(BOTH);
    talk.run(1_500);
    assertThat(outcome()).isInstanceOf(Failed.class);
    assertThat(reason(outcome())).isEqualTo(Reason.NO_ANSWER);
    assertThat(talk.isReleased()).isFalse();
    talk.program(BOTH);
    assertThat(reason(talk.outcomes().get(1))).isEqualTo(Reason.BUSY);
    talk.run(3_000);
    pump.hears(RELEASE);
    talk.run(1_500);
    assertThat(talk.isReleased()).as("tried again after each poll").isTrue();
    talk.run(5_000);
    talk.forget();
    talk.program(BOTH);
    talk.run(500);
    assertThat(outcome()).isEqualTo(new Programmed());
  }

  @Test
  void aReleaseThatIsRefusedIsGivenUpAfterAWhile() {
    follow();
    pump.deafTo(RELEASE);
    talk.program(BOTH);
    talk.run(60_000);
    assertThat(sent().stream().filter(RELEASE::equals))
        .hasSize(AlarisSettings.RELEASE_SENDS + AlarisSettings.LATER_RELEASES);
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.losses()).as("following goes on").isEmpty();
    assertThat(talk.reports()).hasSizeGreaterThan(40);
  }

  @Test
  void aDeadLineAtAnyStepEndsInTimeAndThePumpIsReleasedWhenItIsBack() {
    for (int step = 1; step <= ALL.size(); step++) {
      follow();
      pump.before(step, pump::leave);
      long began = talk.nowMs();
      talk.program(BOTH);
      while (talk.outcomes().isEmpty()) {
        talk.run(10);
        assertThat(talk.nowMs() - began)
            .as("step %d", step)
            .isLessThanOrEqualTo(AlarisSettings.LONGEST_PROGRAMME_MS);
      }
      assertEnded(step, step == FIRST_CONTROL ? Reason.CONTROL_REFUSED : Reason.NO_ANSWER);
      assertThat(talk.isReleased()).isEqualTo(step < FIRST_CONTROL);
      talk.runUntil("lost");
      assertThat(talk.losses()).containsExactly(LossReason.SILENT);
      talk.forget();
      pump.comeBack();
      talk.runUntil("following");
      talk.run(300);
      assertThat(sent().contains(RELEASE)).as("step %d", step).isEqualTo(step >= FIRST_CONTROL);
      assertThat(talk.isReleased()).isTrue();
    }
  }

  /** As long as the bridge is awake, each step within its wait: the sum of all is the limit. */
  @Test
  void theSlowestPumpThatAnswersInTimeIsStillSetInTime() {
    follow();
    pump.delayMs = 450;
    long began = talk.nowMs();
    talk.program(BOTH);
    while (talk.outcomes().isEmpty()) {
      talk.run(10);
    }
    assertThat(outcome()).isEqualTo(new Programmed());
    assertThat(talk.nowMs() - began).isLessThan(AlarisSettings.LONGEST_PROGRAMME_MS);
    assertThat(AlarisSettings.LONGEST_PROGRAMME_MS).isLessThan(10_000);
  }

  @Test
  void anAnswerThatComesTooLateIsNoAnswer() {
    for (int step = 1; step < ALL.size(); step++) {
      follow();
      pump.before(step, () -> pump.delayMs = 501);
      pump.before(step + 1, () -> pump.delayMs = 5);
      talk.program(BOTH);
      talk.run(1_500);
      assertEnded(step, step == FIRST_CONTROL ? Reason.CONTROL_REFUSED : Reason.NO_ANSWER);
      assertNothingButTheReleaseAfter(step);
      assertThat(talk.noise()).as("step %d: the late answer answers nothing", step).isPositive();
    }
  }

  @Test
  void aPumpThatDoesNotStandStillIsNotSet() {
    for (String inf :
        List.of(
            AlarisVectors.RUNNING,
            ScriptedPump.STANDING.replace("^-^", "^A^"),
            ScriptedPump.STANDING.replace("^-^", "^?^"),
            ScriptedPump.STANDING.replace("HLD", "SET"),
            ScriptedPump.STANDING.replace("HLD", "XYZ"),
            ScriptedPump.STANDING.replace("HLD", ""),
            ScriptedPump.STANDING.replace("^0.00^ml/h", "^0.01^ml/h"),
            ScriptedPump.STANDING.replace("^0.00^ml/h", "^^ml/h"),
            ScriptedPump.STANDING.replace("^0.00^ml/h", "^0.00^"),
            ScriptedPump.STANDING.replace("^0.00^ml/h", "^0.00^ml"))) {
      for (int step : new int[] {2, 4, 6, 8, 10}) {
        follow();
        pump.before(step, () -> pump.say("INF", inf));
        talk.program(BOTH);
        talk.run(800);
        assertEnded(step, step == 2 ? Reason.NOT_STOPPED : Reason.CHANGED_UNDER_WAY);
        assertNothingButTheReleaseAfter(step);
        assertThat(talk.isReleased()).isTrue();
        assertThat(talk.reports()).as("told at once").hasSizeGreaterThanOrEqualTo(step / 2);
        assertThat(talk.losses()).isEmpty();
      }
    }
  }

  @Test
  void anAlarmUnderWayIsToldAtOnceAndNamedByTheNextPoll() {
    follow();
    pump.say("ALARM", "ALARM^AL_OCCLU^ ^ ");
    pump.before(6, () -> pump.say("INF", ScriptedPump.STANDING.replace("^-^", "^A^")));
    talk.program(BOTH);
    talk.run(1_500);
    assertThat(talk.reports().get(2).alarms()).containsExactly(AlarisVocabulary.flagAlone());
    assertThat(talk.reports().get(3).alarms())
        .extracting(PumpAlarm::code)
        .containsExactly("AL_OCCLU");
  }

  @Test
  void anotherPumpUnderWayEndsItBeforeTheOtherIsGreeted() {
    for (int step : new int[] {2, 4, 6, 8, 10}) {
      follow();
      pump.before(
          step,
          () -> {
            pump.say("INST_SERIALNO", "INST_SERIALNO^8002-51733");
            pump.say("INF", ScriptedPump.STANDING.replace("51740", "51733"));
          });
      talk.program(BOTH);
      talk.run(800);
      assertEnded(step, Reason.CHANGED_UNDER_WAY);
      assertThat(sent().subList(0, step)).isEqualTo(ALL.subList(0, step));
      assertThat(sent()).doesNotContain("REMOTE_CTRL^ENABLED^9535");
      assertThat(sent().contains(RELEASE)).isEqualTo(step >= FIRST_CONTROL);
      assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
      assertThat(talk.identified()).hasSize(1);
      assertThat(talk.identified().get(0).serialNumber()).isEqualTo("8002-51733");
      assertThat(kinds().indexOf("Lost")).isLessThan(kinds().indexOf("Identified"));
    }
  }

  private List<String> kinds() {
    return talk.entries().stream().map(e -> e.effect().getClass().getSimpleName()).toList();
  }

  /** Its control was ours when it was carried away; when it is back it gets it back. */
  @Test
  void thePumpThatWasCarriedAwayIsReleasedWhenItComesBack() {
    follow();
    pump.before(6, () -> pump.say("INF", ScriptedPump.STANDING.replace("51740", "51733")));
    pump.before(7, () -> pump.say("INST_SERIALNO", "INST_SERIALNO^8002-51733"));
    talk.program(BOTH);
    talk.run(2_000);
    assertThat(talk.state()).isEqualTo("following");
    talk.forget();
    talk.run(3_000);
    assertThat(sent()).as("the other is not touched").containsOnly("INF");
    pump.say("INST_SERIALNO", "INST_SERIALNO^8002-51740");
    pump.say("INF", ScriptedPump.STANDING);
    talk.run(2_000);
    assertThat(sent()).contains(RELEASE);
    assertThat(talk.isReleased()).isTrue();
  }

  @Test
  void aSyringeThatCannotGoSoFastIsRefusedWithoutTheControl() {
    follow();
    pump.say("INF_RATE_MAX_SYRINGE", "INF_RATE_MAX_SYRINGE^3.49^ml/h");
    talk.program(BOTH);
    talk.run(500);
    assertRefused(Reason.OUT_OF_RANGE);
    assertThat(sent()).containsExactly("INF_RATE_MAX_SYRINGE");
  }

  @Test
  void aPumpThatDoesNotPermitIsReleasedAllTheSame() {
    follow();
    pump.say(TAKE, "REMOTE_CTRL^ENABLED^****^DENY^0^ms");
    talk.program(BOTH);
    talk.run(500);
    assertRefused(Reason.CONTROL_REFUSED);
    assertNothingButTheReleaseAfter(3);
    assertThat(talk.isReleased()).isTrue();
  }

  @Test
  void anEchoOfAnotherValueIsARefusalOfThePumps() {
    for (int step : new int[] {5, 9}) {
      follow();
      pump.say(ALL.get(step - 1), ALL.get(step - 1).replace("3.50", "3.51").replace("11", "12"));
      talk.program(BOTH);
      talk.run(800);
      assertEnded(step, Reason.REFUSED_BY_PUMP);
      assertNothingButTheReleaseAfter(step);
    }
  }

  @Test
  void aReadBackOfAnotherValueIsAFailure() {
    for (int step : new int[] {7, 11}) {
      follow();
      pump.say(
          ALL.get(step - 1), step == 7 ? "INF_RATE^35.00^ml/h" : "INF_VTBI^ACTIV^1.100^ml^STOP");
      talk.program(BOTH);
      talk.run(800);
      assertEnded(step, Reason.READ_BACK_DIFFERS);
      assertNothingButTheReleaseAfter(step);
      assertThat(talk.isReleased()).isTrue();
    }
  }

  @Test
  void thePortThatGoesAtAnyStepIsToldForTheProgrammeAndForThePump() {
    for (int step = 1; step <= ALL.size(); step++) {
      follow();
      talk.program(BOTH);
      runToStep(step);
      talk.unplug();
      assertEnded(step, Reason.LOST);
      assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
      assertThat(talk.state()).isEqualTo("closed");
      assertThat(talk.isReleased()).isTrue();
      talk.run(5_000);
      assertThat(sent()).hasSize(step);
      talk.forget();
      talk.open();
      talk.run(100);
      assertThat(talk.state()).isEqualTo("following");
    }
  }

  @Test
  void openedAgainWithoutClosedIsTheSameLoss() {
    for (int step = 1; step <= ALL.size(); step++) {
      follow();
      talk.program(BOTH);
      runToStep(step);
      talk.open();
      assertEnded(step, Reason.LOST);
      assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
      assertThat(talk.state()).isEqualTo("identifying");
    }
  }

  @Test
  void stoppedAtAnyStepTheControlIsGivenBackFirst() {
    for (int step = 1; step <= ALL.size(); step++) {
      follow();
      talk.program(BOTH);
      runToStep(step);
      talk.stop();
      assertThat(talk.isReleased()).as("step %d", step).isEqualTo(step < FIRST_CONTROL);
      talk.run(200);
      assertThat(talk.isReleased()).isTrue();
      assertThat(talk.state()).isEqualTo("closed");
      assertNothingButTheReleaseAfter(Math.min(step, 11));
      if (step >= 11) { // all was read back: nothing but the release was left
        assertThat(outcome()).isEqualTo(new Programmed());
      } else {
        assertEnded(step, Reason.LOST);
      }
      assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
      talk.run(5_000);
      assertThat(sent()).as("asks for nothing more").doesNotContain("ALARM").hasSizeLessThan(13);
    }
  }

  @Test
  void stoppedOnADeadLineItGivesUpInTime() {
    for (int step = FIRST_CONTROL; step <= ALL.size(); step++) {
      follow();
      pump.before(step, pump::leave);
      talk.program(BOTH);
      runToStep(step);
      talk.stop();
      talk.run(1_800);
      assertThat(talk.isReleased()).as("step %d", step).isTrue();
      assertThat(talk.outcomes()).hasSize(1);
      assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
      assertThat(sent().stream().filter(RELEASE::equals)).hasSize(2);
    }
  }

  @Test
  void unpluggedWhileItIsBeingStopped() {
    follow();
    talk.program(BOTH);
    runToStep(6);
    talk.stop();
    talk.unplug();
    assertEnded(6, Reason.LOST);
    assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
  }

  @Test
  void aReleaseStillOwedIsTriedOnceMoreWhenTheBridgeStops() {
    follow();
    pump.deafTo(RELEASE);
    talk.program(programme("3.5", ""));
    talk.run(1_500);
    talk.runUntil("following");
    talk.forget();
    talk.stop();
    assertThat(sent()).containsExactly(RELEASE);
    assertThat(talk.isReleased()).isFalse();
    pump.hears(RELEASE);
    talk.run(700);
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
    assertThat(talk.outcomes()).as("answered before").isEmpty();
  }

  @Test
  void aProgrammeWaitsForThePollUnderWay() {
    follow();
    pump.delayMs = 300;
    runToStep(1);
    talk.program(BOTH);
    assertThat(talk.state()).isEqualTo("awaiting");
    assertThat(sent()).containsExactly("INF");
    pump.delayMs = 5;
    talk.run(700);
    assertThat(outcome()).isEqualTo(new Programmed());
    assertThat(sent().subList(1, 13)).isEqualTo(ALL);
    assertThat(talk.reports()).as("the poll is told too").hasSize(6);
  }

  @Test
  void whileItWaitsNothingIsHeldAndEverythingIsAnswered() {
    follow();
    pump.deafTo("INF");
    runToStep(1);
    talk.program(BOTH);
    talk.program(programme("7.00", ""));
    assertRefused(Reason.BUSY);
    assertThat(talk.isReleased()).isTrue();
    talk.forget();
    talk.run(700);
    assertRefused(Reason.NO_ANSWER);

    for (boolean stop : new boolean[] {true, false}) {
      follow();
      pump.deafTo("INF");
      runToStep(1);
      talk.program(BOTH);
      if (stop) {
        talk.stop();
      } else {
        talk.unplug();
      }
      assertRefused(Reason.LOST);
      assertThat(talk.losses()).containsExactly(stop ? LossReason.RELEASED : LossReason.UNPLUGGED);
      assertThat(sent()).containsExactly("INF");
    }

    follow();
    pump.become("8002-51733");
    pump.delayMs = 300;
    runToStep(1);
    talk.program(BOTH);
    talk.run(350);
    assertRefused(Reason.NOT_FOLLOWED);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
  }

  /** A reply that is overdue could pass for the answer to a programme's question. */
  @Test
  void aPumpThatHasJustMissedAnAnswerIsNotSet() {
    follow();
    pump.ignore = 1;
    talk.run(2_000);
    talk.forget();
    talk.program(BOTH);
    assertRefused(Reason.NO_ANSWER);
    assertThat(sent()).isEmpty();
    talk.run(AlarisSettings.LATEST_REPLY_MS);
    talk.run(50);
    talk.forget();
    talk.program(BOTH);
    talk.run(500);
    assertThat(outcome()).isEqualTo(new Programmed());
  }

  /** The bridge itself was held up: what it heard before is no fresh answer. */
  @Test
  void afterAPauseOfOursNothingMoreIsWritten() {
    PumpSession session =
        AlarisProfiles.driver(true).newSession().on(new SessionInput.Opened(0)).next();
    long now = 0;
    List<String> said = new ArrayList<>(List.of("INST_SERIALNO^8002-51740"));
    said.add("COMMS_PROTOCOL^Asena Rev 2.1.5");
    said.add(ScriptedPump.STANDING);
    for (String body : said) {
      session = session.on(heard(body, ++now)).next();
    }
    session = session.on(new SessionInput.Program(BOTH, now)).next();
    session = session.on(heard("INF_RATE_MAX_SYRINGE^1200.00^ml/h", ++now)).next();
    session = session.on(heard(ScriptedPump.STANDING, ++now)).next();
    session = session.on(heard("REMOTE_CTRL^ENABLED^****^PERMIT^0^ms", ++now)).next();
    assertThat(session.state()).isEqualTo("programming");
    PumpSession.Step late = session.on(heard(ScriptedPump.STANDING, now + 20_000));
    assertThat(late.effects().get(0)).isEqualTo(new Effect.Send(framed(RELEASE)));
    assertThat(late.effects()).noneMatch(effect -> effect instanceof Effect.Report);
    assertThat(late.next().state()).isEqualTo("releasing");
  }

  private static SessionInput heard(String body, long nowMs) {
    return new SessionInput.Received(framed(body), nowMs);
  }

  /** A line that repeats what we say makes a write look as if it had been answered. */
  @Test
  void anEchoingLineConfirmsNothing() {
    follow();
    talk.farEnd = (sent, now) -> List.of(new Talk.Arrival(sent, 1));
    talk.program(BOTH);
    talk.run(1_000);
    assertRefused(Reason.NO_ANSWER);

    follow();
    talk.farEnd = (sent, now) -> echoed(sent, pump.onBytes(sent, now));
    talk.program(BOTH);
    talk.run(500);
    assertThat(outcome()).as("the pump is heard behind the echo").isEqualTo(new Programmed());

    follow();
    pump.deafTo("INF_RATE");
    talk.farEnd = (sent, now) -> echoed(sent, pump.onBytes(sent, now));
    talk.program(BOTH);
    talk.run(1_500);
    assertEnded(7, Reason.NO_ANSWER);
  }

  private static List<Talk.Arrival> echoed(Bytes sent, List<Talk.Arrival> answers) {
    List<Talk.Arrival> all = new ArrayList<>();
    all.add(new Talk.Arrival(sent, 1));
    all.addAll(answers);
    return all;
  }

  /** On an echoing line the write's own answer comes where the read-back's is awaited. */
  @Test
  void theAnswerToAWriteNeverPassesForItsReadBack() {
    follow();
    pump.say("INF_RATE", "INF_RATE^9.99^ml/h");
    talk.farEnd = (sent, now) -> echoed(sent, pump.onBytes(sent, now));
    talk.program(BOTH);
    talk.run(1_000);
    assertEnded(7, Reason.READ_BACK_DIFFERS);
  }

  @Test
  void noiseUnderWayIsCountedAndMeansNothing() {
    follow();
    talk.program(BOTH);
    for (int step = 1; step <= ALL.size(); step++) {
      runToStep(step);
      talk.inject(Bytes.fromHex("00ff1b0d21"));
    }
    talk.run(500);
    assertThat(outcome()).isEqualTo(new Programmed());
    assertThat(talk.noise()).isPositive();
  }

  @Test
  void aProfileWithoutLimitsLetsNothingThrough() {
    var none = Optional.<Quantity>empty();
    var profile = AlarisProfiles.with(new DeviceProfile.Limits(none, none, none, none, none, none));
    talk = new Talk(new AlarisDriver(profile, 1_000, true).newSession(), pump);
    followOn();
    talk.program(BOTH);
    assertRefused(Reason.OUT_OF_RANGE);
    assertThat(sent()).isEmpty();
  }
}
