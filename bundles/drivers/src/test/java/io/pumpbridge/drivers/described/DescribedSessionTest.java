// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every edge of the talk, with the pump of the example page unless another is named. */
final class DescribedSessionTest {

  private static final DeviceProfile PROFILE = NewModelExampleTest.profile();

  private final ExamplePump pump = new ExamplePump();
  private final Talk talk = new Talk(DescribedProfiles.session(PROFILE), pump);

  private void follow() {
    talk.open();
    talk.runUntil("following");
    talk.run(3_000);
    assertThat(talk.reports()).isNotEmpty();
    talk.forget();
    pump.asked.clear();
  }

  @Test
  void whoIsThereIsAskedAtOnceAndOnceBeforeAnotherFamilyMayTry() {
    pump.silent();
    DescribedDriver driver = new DescribedDriver(PROFILE, 1_000);
    talk.open();
    talk.run(driver.probeMs());
    assertThat(pump.asked).containsExactly("ID");
    assertThat(driver.probeMs()).isBetween(500L, 1_000L);
    assertThat(talk.state()).isEqualTo("identifying");
    assertThat(talk.isAnswered()).isFalse();
  }

  @Test
  void whoNeverAnswersIsAskedMoreAndMoreSeldom() {
    pump.silent();
    talk.open();
    talk.run(60_000);
    List<Long> times = talk.timesSent(ExamplePump.frame("ID"));
    assertThat(times.get(1) - times.get(0)).isBetween(1_000L, 2_000L);
    assertThat(times.get(times.size() - 1) - times.get(times.size() - 2)).isBetween(5_000L, 6_000L);
    assertThat(talk.states()).containsExactly("closed", "identifying");
  }

  /** An exclusive or lets one damaged frame in 256 pass. */
  @Test
  void behindAWeakChecksumAnIdentityMustComeTwiceAlike() {
    talk.open();
    talk.run(150);
    assertThat(pump.asked).containsExactly("ID", "ID");
    assertThat(talk.identified()).isEmpty();
    assertThat(talk.isAnswered()).isTrue();
    talk.run(150);
    assertThat(talk.identified()).hasSize(1);
  }

  @Test
  void onePumpThatTellsAnotherIdentityEachTimeIsNeverIdentified() {
    int[] count = {0};
    Talk mad =
        new Talk(
            DescribedProfiles.session(PROFILE),
            (sent, nowMs) -> {
              String answer = "ID,VP-1," + count[0]++ + ",1.20";
              return List.of(new Arrival(ExamplePump.frame(answer), 10));
            });
    mad.open();
    mad.run(60_000);
    assertThat(mad.identified()).isEmpty();
    assertThat(mad.sent()).hasSizeLessThan(100);
  }

  @Test
  void valuesAreToldOnceTwoReadingsAgree() {
    follow();
    pump.state("R,10.0,ml/h,1.0,-");
    talk.run(3_000);
    pump.state("R,20.0,ml/h,1.0,-");
    talk.run(3_000);
    assertThat(talk.reports())
        .extracting(report -> report.rate().map(Quantity::toString).orElse("none"))
        .containsSubsequence("10.0 mL/h", "none", "20.0 mL/h")
        .doesNotContain("125.0 mL/h");
  }

  @Test
  void whichAlarmItIsIsAskedOnlyWhileOneStandsOrJustStood() {
    follow();
    talk.run(5_000);
    assertThat(pump.asked).doesNotContain("AL");
    pump.state("R,10.0,ml/h,1.0,A");
    pump.alarm("E2");
    talk.run(3_000);
    assertThat(talk.reports().get(talk.reports().size() - 1).alarms())
        .extracting(PumpAlarm::text)
        .containsExactly("Air in line");
    pump.state("R,10.0,ml/h,1.0,-");
    pump.alarm("E0");
    talk.run(4_000);
    pump.asked.clear();
    talk.run(4_000);
    assertThat(pump.asked).doesNotContain("AL");
    assertThat(talk.reports().get(talk.reports().size() - 1).alarms()).isEmpty();
  }

  @Test
  void aFlagWithoutAnAnswerIsAnAlarmThatThePumpDoesNotName() {
    follow();
    pump.state("R,10.0,ml/h,1.0,A");
    pump.silent("AL");
    talk.run(6_000);
    assertThat(talk.reports().get(talk.reports().size() - 1).alarms())
        .extracting(PumpAlarm::text)
        .containsExactly("alarm, the pump does not say which");
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aPumpThatFallsSilentIsLostAndFoundAgain() {
    follow();
    pump.silent();
    talk.run(5_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(talk.state()).isEqualTo("lost");
    pump.identity("30417");
    pump.state("S,125.0,ml/h,0.0,-");
    talk.run(8_000);
    assertThat(talk.identified()).extracting(PumpIdentity::serialNumber).containsExactly("30417");
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void oneLostRoundIsNothing() {
    follow();
    pump.silent("ST");
    talk.run(1_000);
    pump.state("S,125.0,ml/h,0.0,-");
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aPumpThatOnlyBabblesIsLostAsGarbled() {
    follow();
    Talk.FarEnd babbling = (sent, nowMs) -> List.of(new Arrival(Bytes.fromHex("24414243"), 10));
    talk.farEnd = babbling;
    talk.run(6_000);
    assertThat(talk.losses()).containsExactly(LossReason.GARBLED);
  }

  @Test
  void anotherSerialNumberTwiceIsAnotherPump() {
    follow();
    pump.identity("30418");
    talk.run(20_000);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(talk.identified()).extracting(PumpIdentity::serialNumber).containsExactly("30418");
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void anotherSerialNumberOnceIsADamagedFrame() {
    follow();
    boolean[] damaged = {false};
    talk.farEnd =
        (sent, nowMs) -> {
          if (sent.equals(ExamplePump.frame("ID")) && !damaged[0]) {
            damaged[0] = true;
            return List.of(new Arrival(ExamplePump.frame("ID,VP-1,99999,1.20"), 100));
          }
          return pump.onBytes(sent, nowMs);
        };
    talk.run(25_000);
    assertThat(damaged[0]).isTrue();
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.identified()).isEmpty();
  }

  @Test
  void answersToOtherQuestionsAndEchoesAreNoise() {
    Bytes other = ExamplePump.frame("ST,R,10.0,ml/h,1.0,-");
    Bytes echo = ExamplePump.frame("ID");
    talk.open();
    talk.inject(other);
    talk.inject(echo);
    talk.run(50);
    assertThat(talk.noise()).isEqualTo(other.length() + echo.length());
    talk.run(5_000);
    assertThat(talk.state()).isEqualTo("following");
    talk.forget();
    Bytes unasked = ExamplePump.frame("ID,VP-1,30418,1.20");
    talk.inject(unasked);
    talk.run(500);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.noise()).isEqualTo(unasked.length());
  }

  /** Each answer comes after its wait: to the same question it is good, to the next it is noise. */
  @Test
  void anAnswerThatComesTooLateIsNeverTakenForAnother() {
    follow();
    pump.answerMs = 950;
    pump.state("R,10.0,ml/h,1.0,A");
    pump.alarm("E1");
    talk.run(20_000);
    assertThat(talk.reports())
        .allSatisfy(
            report ->
                assertThat(report.rate().map(Quantity::toString).orElse("10.0 mL/h"))
                    .isEqualTo("10.0 mL/h"));
    pump.answerMs = 100;
    talk.run(10_000);
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void itKeepsItsRhythmAndNeverMakesUpWithABurst() {
    follow();
    talk.run(9_000);
    assertThat(pump.asked.stream().filter("ST"::equals).count()).isBetween(8L, 10L);
    pump.answerMs = 390;
    pump.asked.clear();
    talk.run(10_000);
    assertThat(pump.asked.stream().filter("ST"::equals).count()).isBetween(9L, 11L);
  }

  @Test
  void nothingIsProgrammedAndNothingIsSentForIt() {
    follow();
    int before = talk.sent().size();
    talk.program(new Programme("1", "", Quantity.of("5", "mL/h"), Optional.empty()));
    assertThat(talk.sent()).hasSize(before);
    assertThat(talk.outcomes())
        .singleElement()
        .isInstanceOfSatisfying(
            ProgrammeOutcome.Refused.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(ProgrammeOutcome.Reason.NOT_SUPPORTED));
  }

  @Test
  void stoppingAndUnpluggingAreSaid() {
    follow();
    talk.stop();
    assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
    assertThat(talk.isReleased()).isTrue();
    int sent = talk.sent().size();
    talk.run(5_000);
    assertThat(talk.sent()).hasSize(sent);

    Talk other = new Talk(DescribedProfiles.session(PROFILE), pump);
    other.open();
    other.run(3_000);
    other.unplug();
    assertThat(other.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(other.state()).isEqualTo("closed");
  }

  @Test
  void aPumpThatNeedsSilenceBetweenQuestionsGetsIt() {
    DeviceProfile slow =
        DescribedProfiles.read(
            "example-vp1",
            NewModelExampleTest.json()
                .replace("\"resends\": 1", "\"resends\": 1, \"gap_ms\": 300"));
    Talk slowly = new Talk(DescribedProfiles.session(slow), pump);
    slowly.open();
    slowly.run(5_000);
    long[] last = {Long.MIN_VALUE / 2};
    slowly.entries().stream()
        .filter(entry -> entry.effect() instanceof Effect.Send)
        .forEach(
            entry -> {
              assertThat(entry.atMs() - last[0]).isGreaterThanOrEqualTo(100 + 300);
              last[0] = entry.atMs();
            });
    assertThat(slowly.identified()).hasSize(1);
  }

  @Test
  void aProfileThatNeedsADriverOrAProvenLineIsRefused() throws Exception {
    assertThatThrownBy(() -> new DescribedDriver(DescribedProfiles.shipped("alaris-asena"), 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alaris-asena does not describe its protocol fully: it needs a driver");
    DeviceProfile unproven = DeviceProfileReader.readShipped("graseby-3000");
    assertThatThrownBy(() -> new DescribedDriver(unproven, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graseby-3000: no public source says how its line is set; the site must set it,"
                + " as in 'graseby=9600 8N1'");
  }
}
