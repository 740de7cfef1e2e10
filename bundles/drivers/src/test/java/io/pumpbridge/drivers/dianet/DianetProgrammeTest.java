// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Setting a stopped pump: take, write, read back, give back; and all that may go wrong. */
final class DianetProgrammeTest {

  /** What is sent for one programme that goes well. */
  private static final List<String> ALL_WELL =
      List.of("01", "06", "04", "02", "10:01", "01", "02", "12", "04", "10:00");

  private final DianetDriver driver = new DianetDriver(DianetProfiles.shipped(), 1_000, true);
  private final ScriptedDianetPump pump = ScriptedDianetPump.stopped();
  private final Talk talk = new Talk(driver.newSession(), pump);

  private void follow() {
    talk.open();
    talk.run(250);
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.reports()).hasSize(1);
    talk.forget();
    pump.heard.clear();
  }

  private static Programme rate(String rate) {
    return new Programme("order-1", Effect.ONLY, Quantity.of(rate, "mL/h"), Optional.empty());
  }

  private static Programme rateAndVolume(String rate, String volume) {
    return new Programme(
        "order-1", Effect.ONLY, Quantity.of(rate, "mL/h"), Optional.of(Quantity.of(volume, "mL")));
  }

  /** Follows, programmes, and waits for the outcome. */
  private ProgrammeOutcome outcome(Programme programme) {
    follow();
    talk.program(programme);
    for (int i = 0; i < 2_000 && talk.outcomes().isEmpty(); i++) {
      talk.run(5);
    }
    assertThat(talk.outcomes()).as("exactly one").hasSize(1);
    return talk.outcomes().get(0);
  }

  private void assertRefused(ProgrammeOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
    assertThat(pump.targets).as("it is as it was").isEqualTo(DianetVectors.TARGETS_DATA);
    assertThat(pump.mode).as("it is not held").isZero();
  }

  private void assertFailed(ProgrammeOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(Failed.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  /** Then following may have gone on. */
  private void assertHeardInOrder(List<String> segments) {
    assertThat(pump.heard.subList(0, segments.size())).isEqualTo(segments);
    assertThat(List.of("01", "02", "03", "04"))
        .containsAll(pump.heard.subList(segments.size(), pump.heard.size()));
  }

  private void assertNothingWasTaken() {
    assertThat(pump.heard).doesNotContain("10:01", "12");
  }

  @Test
  void aStoppedPumpIsSetReadBackAndGivenBackInThisOrder() {
    assertThat(outcome(rateAndVolume("7.25", "120.5"))).isEqualTo(new Programmed());
    assertHeardInOrder(ALL_WELL);
    assertThat(pump.targets)
        .isEqualTo("000002d5" + "000004b5" + DianetVectors.TARGETS_DATA.substring(16));
    assertThat(pump.mode).isZero();
    assertThat(pump.timeouts).isZero();
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.isReleased()).isTrue();
    talk.forget();
    talk.run(3_000);
    assertThat(talk.reports()).as("and followed as before").isNotEmpty();
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void theFramesAreTheseByteForByte() {
    assertThat(outcome(rate("12.50"))).isEqualTo(new Programmed());
    assertThat(talk.sent())
        .endsWith(
            DianetVectors.framed("0010" + "ed3fcfc6" + "01" + "41" + "ffffffff"), // take, as A
            DianetVectors.IDENT,
            DianetVectors.framed("4102"),
            DianetVectors.RATE_12_50,
            DianetVectors.framed("4104"),
            DianetVectors.framed("0010" + "ed3fcfc6" + "00" + "41" + "ffffffff")); // give back
  }

  @Test
  void withoutAVolumeThePumpsOwnStays() {
    assertThat(outcome(rate("3"))).isEqualTo(new Programmed());
    assertThat(pump.targets).isEqualTo("0000012c" + DianetVectors.TARGETS_DATA.substring(8));
  }

  /** A late reply to the last programme's requests bears the last programme's address. */
  @Test
  void eachProgrammeHasItsOwnAddress() {
    assertThat(outcome(rate("3"))).isEqualTo(new Programmed());
    assertThat(pump.address).isEqualTo('A');
    talk.run(2_000);
    for (char address = 'B'; address <= 'Z'; address++) {
      talk.program(rate("4"));
      talk.run(1_500);
      assertThat(pump.address).isEqualTo(address);
    }
    talk.program(rate("4"));
    talk.run(1_500);
    assertThat(pump.address).isEqualTo('A');
    assertThat(talk.outcomes()).hasSize(27).containsOnly(new Programmed());
  }

  @Test
  void whileThePumpIsHeldItHearsFromUsAtLeastEveryHalfSecond() {
    for (int segment : new int[] {0x10, 0x01, 0x02, 0x12, 0x04}) {
      for (long delay : new long[] {30, 390, 450, 5_000}) {
        assertHeardOften(segment, delay);
      }
    }
  }

  private static void assertHeardOften(int slow, long delay) {
    ScriptedDianetPump pump = ScriptedDianetPump.stopped();
    long[] heardAt = {0, 0};
    boolean[] held = {false};
    Talk talk =
        new Talk(
            new DianetDriver(DianetProfiles.shipped(), 1_000, true).newSession(),
            (sent, now) -> {
              if (held[0] && heardAt[1] < DianetSettings.RELEASE_SENDS) {
                assertThat(now - heardAt[0]).as("%02x %d", slow, delay).isLessThanOrEqualTo(500);
              }
              heardAt[0] = now;
              Bytes request = DianetVectors.content(sent);
              if (request.at(1) == 0x10) {
                held[0] = true;
                heardAt[1] += request.at(6) == 0 ? 1 : 0;
              }
              pump.delayMs = held[0] && request.at(1) == slow ? delay : 30;
              List<Arrival> arrivals = pump.onBytes(sent, now);
              held[0] = pump.mode != 0;
              return arrivals;
            });
    talk.open();
    talk.run(300);
    talk.program(rate("5"));
    talk.run(20_000);
    assertThat(talk.outcomes()).hasSize(1);
    assertThat(pump.mode).isZero();
    assertThat(pump.timeouts).as("%02x %d", slow, delay).isZero();
  }

  @Test
  void whatThePumpsStepsCannotExpressIsNotRounded() {
    follow();
    for (Programme programme :
        List.of(
            rate("1.005"),
            rate("0.001"),
            rateAndVolume("1.00", "0.25"),
            rateAndVolume("1.00", "100.01"))) {
      talk.forget();
      talk.program(programme);
      assertThat(talk.outcomes())
          .singleElement()
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.NOT_IN_STEPS));
      assertThat(talk.sent()).isEmpty();
    }
    talk.program(rateAndVolume("1.2500", "10.00")); // longer written, but exact
    talk.run(2_000);
    assertThat(talk.outcomes()).last().isEqualTo(new Programmed());
  }

  @Test
  void nothingAndTooMuchAreOutOfRange() {
    follow();
    for (Programme programme :
        List.of(
            rate("0"),
            rate("-1.00"),
            rate("42949672.95"),
            rateAndVolume("1.00", "0.0"),
            rateAndVolume("1.00", "429496729.5"))) {
      talk.forget();
      talk.program(programme);
      assertThat(talk.outcomes())
          .singleElement()
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.OUT_OF_RANGE));
      assertThat(talk.sent()).isEmpty();
    }
  }

  @Test
  void otherUnitsOtherPlacesAndUnknownPumpsAreRefused() {
    follow();
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
      follow();
      talk.program(rate("1"));
      assertThat(talk.outcomes())
          .singleElement()
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.NOT_SUPPORTED));
    }
    assertNothingWasTaken();
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
    assertNothingWasTaken();
  }

  @Test
  void aSecondProgrammeFindsThePumpBusy() {
    follow();
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
  void thePumpsOwnLimitsCountUnderControlAndWithout() {
    follow();
    for (String rate : List.of("0.49", "500.01")) { // what is allowed by hand but not controlled
      pump.heard.clear();
      talk.forget();
      talk.program(rate(rate));
      talk.run(1_000);
      assertRefused(talk.outcomes().get(0), Reason.OUT_OF_RANGE);
      assertNothingWasTaken();
    }
    talk.forget();
    talk.program(rate("500.00"));
    talk.run(1_500);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
  }

  @Test
  void aRateThatIsInvalidOnceTheControlIsGivenBackIsRefused() {
    // by hand 1.00 to 10.00 mL/h
    pump.limits =
        DianetVectors.LIMITS_DATA.substring(0, 66)
            + "000003e8"
            + "00000064"
            + DianetVectors.LIMITS_DATA.substring(82);
    assertRefused(outcome(rate("10.01")), Reason.OUT_OF_RANGE);
    assertNothingWasTaken();
  }

  @Test
  void theLargestVolumeCounts() {
    pump.limits =
        DianetVectors.LIMITS_DATA.substring(0, 40)
            + "000003e8"
            + DianetVectors.LIMITS_DATA.substring(48);
    follow();
    talk.program(rateAndVolume("5", "100.1"));
    talk.run(1_000);
    assertRefused(talk.outcomes().get(0), Reason.OUT_OF_RANGE);
    talk.forget();
    talk.program(rateAndVolume("5", "100"));
    talk.run(1_500);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
  }

  /** The clinician confirms what the display shows; it must be what was ordered. */
  @Test
  void aRateThatTheDisplayDoesNotShowInFullIsRefused() {
    pump.limits =
        DianetVectors.LIMITS_DATA.substring(0, 10) + "01" + DianetVectors.LIMITS_DATA.substring(12);
    assertRefused(outcome(rate("5.25")), Reason.NOT_IN_STEPS);
    assertNothingWasTaken();
  }

  @Test
  void aPumpThatDoesNotTellItsLimitsIsNotSet() {
    pump.limits = "ff".repeat(49);
    assertRefused(outcome(rate("5")), Reason.NOT_SUPPORTED);
    talk.unplug();
    pump.refuses.put(0x06, 0x09);
    assertRefused(outcome(rate("5")), Reason.NOT_SUPPORTED);
    assertNothingWasTaken();
  }

  @Test
  void theProfilesLimitsCountToo() {
    DianetDriver narrow =
        new DianetDriver(
            DianetProfiles.shipped(
                Optional.of(Quantity.of("1", "mL/h")), Optional.of(Quantity.of("10", "mL/h"))),
            1_000,
            true);
    Talk other = new Talk(narrow.newSession(), pump);
    other.open();
    other.run(250);
    for (String rate : List.of("0.99", "10.01", "1", "10.00")) {
      other.program(rate(rate));
      other.run(1_500);
    }
    assertThat(other.outcomes()).hasSize(4);
    assertThat(other.outcomes().subList(0, 2))
        .allSatisfy(no -> assertThat(((Refused) no).reason()).isEqualTo(Reason.OUT_OF_RANGE));
    assertThat(other.outcomes().subList(2, 4)).containsOnly(new Programmed());
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
    assertRefused(outcome(rate("5")), reason);
    assertNothingWasTaken();
  }

  /** Read afresh, not remembered: it ran at the last poll's time or not. */
  @Test
  void aPumpThatStartedSinceTheLastPollIsNotTaken() {
    follow();
    pump.state |= ScriptedDianetPump.RUNNING;
    talk.program(rate("5"));
    talk.run(500);
    assertRefused(talk.outcomes().get(0), Reason.NOT_STOPPED);
    assertNothingWasTaken();
  }

  @Test
  void aPumpThatStartsOnceItIsHeldIsNotWrittenToAndGivenBack() {
    pump.afterwards.put(0x10, () -> pump.state |= ScriptedDianetPump.RUNNING);
    assertRefused(outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
    assertThat(pump.heard).containsExactly("01", "06", "04", "02", "10:01", "01", "02", "10:00");
  }

  @Test
  void anAlarmOrAHandOnceItIsHeldEndsItToo() {
    pump.afterwards.put(0x10, () -> pump.alarms = 1 << 8);
    assertRefused(outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
    talk.unplug();
    pump.alarms = 0;
    pump.afterwards.put(0x10, () -> pump.state |= ScriptedDianetPump.KEYS_IN_USE);
    assertRefused(outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
    assertThat(pump.heard).doesNotContain("12").containsOnlyOnce("10:00");
  }

  /** A pump that says yes and stays in its mode, or blocks its keys, is not written to. */
  @Test
  void aControlThatDoesNotShowIsNone() {
    pump.showsItsMode = false;
    assertRefused(outcome(rate("5")), Reason.CONTROL_REFUSED);
    talk.unplug();
    pump.showsItsMode = true;
    pump.afterwards.put(
        0x10, () -> pump.state = pump.mode == 0 ? 0 : ScriptedDianetPump.REMOTE_ONLY);
    assertRefused(outcome(rate("5")), Reason.CONTROL_REFUSED);
    assertThat(pump.heard).doesNotContain("12").containsOnlyOnce("10:00");
  }

  @Test
  void whoDoesNotGiveItsControlAwayKeepsIt() {
    for (int error : new int[] {1, 2, 4, 6, 8, 9, 0x0b, 0x42}) {
      talk.unplug();
      pump.refuses.put(0x10, error);
      assertRefused(outcome(rate("5")), Reason.CONTROL_REFUSED);
      assertThat(pump.heard).doesNotContain("12", "10:00");
    }
    talk.unplug();
    pump.refuses.put(0x10, 0x05);
    assertRefused(outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
  }

  @Test
  void aRefusalOfTheWriteIsToldWithItsReasonAndThePumpIsGivenBack() {
    record Case(int error, Reason reason) {}
    for (Case one :
        List.of(
            new Case(0x01, Reason.REFUSED_BY_PUMP),
            new Case(0x03, Reason.REFUSED_BY_PUMP),
            new Case(0x04, Reason.CHANGED_UNDER_WAY),
            new Case(0x06, Reason.OUT_OF_RANGE),
            new Case(0x07, Reason.REFUSED_BY_PUMP),
            new Case(0x08, Reason.CONTROL_REFUSED),
            new Case(0x09, Reason.CONTROL_REFUSED),
            new Case(0x0c, Reason.REFUSED_BY_PUMP),
            new Case(0x0d, Reason.REFUSED_BY_PUMP),
            new Case(0x7f, Reason.REFUSED_BY_PUMP))) {
      talk.unplug();
      pump.refuses.put(0x12, one.error());
      assertRefused(outcome(rate("5")), one.reason());
      assertHeardInOrder(ALL_WELL);
    }
  }

  @Test
  void aPumpThatRefusesAndHoldsSomethingElseAllTheSameHasFailed() {
    pump.refuses.put(0x12, 0x06);
    pump.afterwards.put(0x12, () -> pump.targets = "000001f4" + pump.targets.substring(8));
    assertFailed(outcome(rate("5")), Reason.OUT_OF_RANGE);
    assertThat(pump.mode).isZero();
  }

  @Test
  void aPumpThatHoldsOtherValuesHasFailed() {
    for (int position : new int[] {0, 7, 8, 15, 20, 30, 32, 40, 77}) { // rate … drug
      talk.unplug();
      pump.targets = DianetVectors.TARGETS_DATA;
      pump.afterwards.put(0x12, () -> pump.targets = changed(pump.targets, position));
      assertFailed(outcome(rate("5")), Reason.READ_BACK_DIFFERS);
      assertHeardInOrder(ALL_WELL);
      assertThat(pump.mode).isZero();
    }
  }

  @Test
  void theTimeMayFollowFromRateAndVolume() {
    pump.afterwards.put(0x12, () -> pump.targets = changed(changed(pump.targets, 16), 18));
    assertThat(outcome(rateAndVolume("5", "50"))).isEqualTo(new Programmed());
  }

  private static String changed(String hex, int position) {
    char digit = hex.charAt(position) == '1' ? '2' : '1';
    return hex.substring(0, position) + digit + hex.substring(position + 1);
  }

  /** It may have been done or not; the targets say which. */
  @Test
  void aWriteWithoutAnAnswerIsJudgedByWhatThePumpHolds() {
    pump.mute.add(0x12);
    assertThat(outcome(rate("5"))).isEqualTo(new Programmed());
    assertHeardInOrder(ALL_WELL);
    talk.unplug();
    pump.mute.clear();
    pump.deaf.add(0x12);
    assertFailed(outcome(rate("6")), Reason.NO_ANSWER);
    assertHeardInOrder(ALL_WELL); // written once only
  }

  @Test
  void aPumpThatFallsSilentIsGivenBackWhereverItHappens() {
    for (int after = 0; after < ALL_WELL.size(); after++) {
      assertSilenceAfter(after);
    }
  }

  /** The pump goes deaf after so many requests of the programme. */
  private static void assertSilenceAfter(int after) {
    ScriptedDianetPump pump = ScriptedDianetPump.stopped();
    DianetDriver driver = new DianetDriver(DianetProfiles.shipped(), 1_000, true);
    Talk talk = new Talk(driver.newSession(), pump);
    talk.open();
    talk.run(250);
    pump.heard.clear();
    pump.before.put(
        ALL_WELL.get(after).length() > 2 ? 0x10 : Integer.parseInt(ALL_WELL.get(after), 16),
        () -> pump.ignore = pump.heard.size() > after ? 100 : 0);
    talk.program(rate("5"));
    talk.run(10_000);
    boolean taken = after >= 4;
    assertThat(talk.outcomes()).as("after %d", after).hasSize(1);
    if (after < 7) {
      assertThat(((Refused) talk.outcomes().get(0)).reason())
          .as("after %d", after)
          .isEqualTo(Reason.NO_ANSWER);
    } else {
      assertThat(((Failed) talk.outcomes().get(0)).reason()).isEqualTo(Reason.NO_ANSWER);
    }
    assertThat(pump.heard.stream().filter("10:00"::equals).count())
        .as("after %d", after)
        .isEqualTo(taken ? DianetSettings.RELEASE_SENDS : 0);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(talk.isReleased()).isTrue();
  }

  @Test
  void aReleaseWithoutAnAnswerIsSaidAgain() {
    follow();
    int[] unheard = {0};
    pump.before.put(0x10, () -> pump.ignore = last().equals("10:00") && unheard[0]++ < 2 ? 1 : 0);
    talk.program(rate("5"));
    talk.run(3_000);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
    assertThat(pump.heard).containsSubsequence("04", "10:00", "10:00", "10:00");
    assertThat(pump.mode).isZero();
    assertThat(pump.timeouts).isZero();
    assertThat(talk.losses()).isEmpty();
  }

  private String last() {
    return pump.heard.get(pump.heard.size() - 1);
  }

  @Test
  void aRefusedReleaseIsSaidAgainToo() {
    follow();
    pump.afterwards.put(0x12, () -> pump.refuses.put(0x10, 0x01));
    int[] refused = {0};
    pump.before.put(
        0x10,
        () -> {
          if (refused[0]++ > 1) {
            pump.refuses.clear();
          }
        });
    talk.program(rate("5"));
    talk.run(3_000);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
    assertThat(pump.mode).isZero();
  }

  /**
   * A poll would keep the control alive for ever; so nothing is said until the pump has ended it.
   */
  @Test
  void aReleaseInVainIsFollowedBySilenceLongerThanThePumpsOwnTimeout() {
    follow();
    pump.afterwards.put(0x12, () -> pump.deaf.add(0x10));
    talk.program(rate("5"));
    talk.run(10_000);
    assertFailed(talk.outcomes().get(0), Reason.NO_ANSWER);
    List<Long> times =
        talk.entries().stream()
            .filter(entry -> entry.effect() instanceof Effect.Send)
            .map(Talk.Entry::atMs)
            .toList();
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    assertThat(longest).isGreaterThan(1_200);
    assertThat(pump.heard.stream().filter("10:00"::equals).count())
        .isEqualTo(DianetSettings.RELEASE_SENDS);
    assertThat(pump.timeouts).as("what the pump does then is its own").isEqualTo(1);
    assertThat(pump.mode).isZero();
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void stoppingUnderWayGivesBackInOrderAndThenCloses() {
    for (int after = 0; after < ALL_WELL.size(); after++) {
      assertStopAfter(after);
    }
  }

  private static void assertStopAfter(int after) {
    ScriptedDianetPump pump = ScriptedDianetPump.stopped();
    Talk talk =
        new Talk(new DianetDriver(DianetProfiles.shipped(), 1_000, true).newSession(), pump);
    talk.open();
    talk.run(250);
    talk.forget();
    pump.heard.clear();
    talk.program(rate("5"));
    while (pump.heard.size() <= after) {
      talk.run(5);
    }
    talk.stop();
    boolean taken = after >= 4;
    assertThat(talk.isReleased()).as("after %d", after).isEqualTo(!taken);
    talk.run(2_000);
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.state()).isEqualTo("closed");
    assertThat(talk.outcomes()).hasSize(1);
    assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
    assertThat(
            talk.entries().stream()
                .map(Talk.Entry::effect)
                .filter(e -> !(e instanceof Effect.Noise)))
        .last()
        .isEqualTo(new Effect.Lost(LossReason.RELEASED));
    assertThat(pump.mode).isZero();
    assertThat(pump.timeouts).isZero();
    if (taken) {
      assertThat(pump.heard).endsWith("10:00");
    }
    if (after < 9) {
      ProgrammeOutcome outcome = talk.outcomes().get(0);
      assertThat(after < 7 ? ((Refused) outcome).reason() : ((Failed) outcome).reason())
          .isEqualTo(Reason.LOST);
    } else {
      assertThat(talk.outcomes()).containsExactly(new Programmed());
    }
  }

  @Test
  void stoppingAPumpThatDoesNotAnswerEndsToo() {
    follow();
    talk.program(rate("5"));
    while (!pump.heard.contains("12")) {
      talk.run(5);
    }
    pump.present = false;
    talk.stop();
    talk.stop();
    talk.run(5_000);
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.state()).isEqualTo("closed");
    assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
    assertFailed(talk.outcomes().get(0), Reason.LOST);
  }

  @Test
  void thePortThatGoesUnderWayTakesTheProgrammeWithIt() {
    for (int after = 0; after < ALL_WELL.size(); after++) {
      talk.unplug();
      pump.mode = 0;
      follow();
      talk.program(rate("5"));
      while (pump.heard.size() <= after) {
        talk.run(5);
      }
      talk.unplug();
      assertThat(talk.outcomes()).as("after %d", after).hasSize(1);
      assertThat(talk.outcomes().get(0) instanceof Refused).isEqualTo(after < 7);
      assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
      assertThat(talk.state()).isEqualTo("closed");
      assertThat(talk.isReleased()).isTrue();
    }
  }

  @Test
  void anotherPumpUnderWayIsNeitherWrittenToNorGivenBack() {
    pump.afterwards.put(0x10, () -> pump.become("12c0303a"));
    assertRefused(outcome(rate("5")), Reason.CHANGED_UNDER_WAY);
    assertThat(pump.heard).doesNotContain("12", "10:00");
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    talk.run(1_000);
    assertThat(talk.identified()).hasSize(1);
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void anotherPumpAtTheBeginningIsNotTaken() {
    follow();
    pump.become("12c0303a");
    talk.program(rate("5"));
    talk.run(1_000);
    assertRefused(talk.outcomes().get(0), Reason.CHANGED_UNDER_WAY);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertNothingWasTaken();
  }

  /** Whether a pump still listens to no address after it had one is not published. */
  @Test
  void aPumpThatKeepsItsAddressIsFollowedByIt() {
    pump.afterwards.put(0x10, () -> pump.wantsItsAddress = true);
    assertThat(outcome(rate("5"))).isEqualTo(new Programmed());
    talk.forget();
    talk.run(10_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports())
        .hasSizeGreaterThan(8)
        .allSatisfy(report -> assertThat(report.status()).isEqualTo(PumpStatus.STOPPED));
    talk.program(rate("6"));
    talk.run(2_000);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
  }

  /** A bridge that broke off while it held the pump, and one that comes at once after it. */
  @Test
  void aControlThatWasLeftBehindIsGivenBackOnce() {
    pump.mode = 1;
    pump.address = 'A';
    follow();
    assertThat(pump.mode).as("given back before the first report").isZero();
    assertThat(pump.timeouts).isZero();
    talk.run(5_000);
    assertThat(talk.reports()).hasSizeGreaterThan(3);
    assertThat(pump.heard).doesNotContain("10:00", "10:01");
  }

  @Test
  void aPumpThatIsHeldFromElsewhereIsLeftAloneAfterThat() {
    pump.state |= ScriptedDianetPump.REMOTE;
    assertRefused(outcome(rate("5")), Reason.CONTROL_REFUSED);
    assertNothingWasTaken();
    talk.run(10_000);
    assertThat(pump.heard).doesNotContain("10:00");
  }

  @Test
  void aNoisyLineEndsInOrderToo() {
    follow();
    talk.farEnd =
        (sent, now) -> {
          List<Arrival> arrivals = pump.onBytes(sent, now);
          return List.of(new Arrival(Bytes.fromHex("00ff7e417e"), 1), arrivals.get(0));
        };
    talk.program(rate("5"));
    talk.run(3_000);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
    assertThat(talk.noise()).isPositive();
  }

  @Test
  void everyEdgeOfThePictureIsWalked() {
    follow();
    talk.program(rate("5")); // following -> programming -> releasing -> following
    talk.run(1_500);
    pump.state |= ScriptedDianetPump.RUNNING;
    talk.program(rate("5")); // following -> programming -> following: refused
    talk.run(1_500);
    pump.state &= ~ScriptedDianetPump.RUNNING;
    pump.afterwards.put(0x12, () -> pump.deaf.add(0x10));
    talk.program(rate("5")); // programming -> releasing -> lost: release in vain
    talk.runUntil("lost");
    pump.deaf.clear();
    pump.afterwards.clear();
    talk.runUntil("following"); // lost -> identifying -> following
    talk.run(200);
    pump.mode = 1;
    talk.runUntil("releasing"); // following -> releasing: found held
    talk.runUntil("following");
    talk.run(300);
    pump.afterwards.put(0x10, () -> pump.become("12c0303a"));
    talk.program(rate("5")); // programming -> identifying: a different pump
    talk.run(1_500);
    pump.afterwards.clear();
    talk.program(rate("5"));
    talk.unplug(); // programming -> closed
    talk.open();
    talk.run(300);
    talk.program(rate("5"));
    talk.runUntil("releasing");
    talk.stop(); // releasing -> closed
    talk.run(500);
    assertThat(talk.states())
        .containsExactly(
            "closed",
            "identifying",
            "following",
            "programming",
            "releasing",
            "following",
            "programming",
            "following",
            "programming",
            "releasing",
            "lost",
            "identifying",
            "following",
            "releasing",
            "following",
            "programming",
            "identifying",
            "following",
            "programming",
            "closed",
            "identifying",
            "following",
            "programming",
            "releasing",
            "closed");
  }
}
