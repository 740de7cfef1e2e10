// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.drivers.testing.Talk.Arrival;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Following, which is all that a session without programming does. */
final class DianetSessionTest {

  private final DianetDriver driver = new DianetDriver(DianetProfiles.shipped(), 1_000, false);
  private final ScriptedDianetPump pump = ScriptedDianetPump.running();
  private final Talk talk = new Talk(driver.newSession(), pump);

  private void follow() {
    talk.open();
    talk.run(200);
    assertThat(talk.state()).isEqualTo("following");
    talk.forget();
    pump.heard.clear();
  }

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
    follow();
    talk.run(60_050);
    assertThat(talk.timesSent(DianetVectors.IDENT).size()).isBetween(59, 61);
    assertThat(talk.reports().size()).isBetween(59, 61);
    assertThat(pump.heard).containsOnly("01", "02", "03", "04");
    assertThat(talk.losses()).isEmpty();
  }

  /** No mode is ever asked for, so no watch of the pump's over the line begins. */
  @Test
  void aSessionThatOnlyFollowsNeverTouchesTheMode() {
    follow();
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
    follow();
    talk.run(5_000);
    assertThat(pump.heard).doesNotContain("10:00", "10:01");
    assertThat(talk.reports()).isNotEmpty();
  }

  @Test
  void aProgrammeIsRefusedAndNothingIsSent() {
    follow();
    talk.program(new Programme("1", Effect.ONLY, Quantity.of("5.00", "mL/h"), Optional.empty()));
    assertThat(talk.outcomes())
        .containsExactly(new Refused(Reason.NOT_ENABLED, "This pump is only listened to."));
    assertThat(talk.sent()).isEmpty();
    talk.unplug();
    talk.forget();
    talk.program(new Programme("1", Effect.ONLY, Quantity.of("5.00", "mL/h"), Optional.empty()));
    assertThat(talk.outcomes()).hasSize(1);
  }

  @Test
  void aMissingReplyIsAskedForOnceMoreAfterHalfASecond() {
    follow();
    pump.ignore = 1;
    talk.run(1_700);
    List<Long> times = talk.timesSent(DianetVectors.IDENT);
    assertThat(times.get(1) - times.get(0)).isBetween(500L, 600L);
    assertThat(talk.reports()).hasSize(1);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void oneLostPollIsSurvivedTwoInARowAreALoss() {
    follow();
    pump.ignore = 2;
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
    pump.ignore = 3;
    talk.run(5_000);
    assertThat(talk.losses()).as("the resend of the second poll is answered").isEmpty();
    pump.ignore = 4;
    talk.run(3_500);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }

  @Test
  void neverMoreThanOneRequestIsUnderWay() {
    pump.delayMs = 450;
    long[] last = {Long.MIN_VALUE / 2};
    Talk slow =
        new Talk(
            driver.newSession(),
            (sent, now) -> {
              assertThat(now - last[0]).isGreaterThanOrEqualTo(450);
              last[0] = now;
              return pump.onBytes(sent, now);
            });
    slow.open();
    slow.run(30_000);
    assertThat(slow.losses()).isEmpty();
    assertThat(slow.reports()).hasSizeGreaterThan(12);
  }

  @Test
  void aSilentPumpIsToldOnceAndFoundAgainByItself() {
    follow();
    pump.present = false;
    talk.run(120_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    talk.forget();
    pump.present = true;
    talk.run(Search.LONGEST_PAUSE_MS + 1_000);
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.identified()).hasSize(1);
    assertThat(talk.reports()).isNotEmpty();
  }

  @Test
  void probesGrowRareButNeverRarerThanEveryFewSeconds() {
    pump.present = false;
    talk.open();
    talk.run(120_000);
    List<Long> times = talk.timesSent(DianetVectors.IDENT);
    assertThat(talk.sent()).containsOnly(DianetVectors.IDENT);
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    assertThat(longest).isBetween(5_500L, 5_800L);
    assertThat(times.get(1) - times.get(0)).as("the first pause").isBetween(1_500L, 1_800L);
    assertThat(talk.losses()).as("what was never there is not lost").isEmpty();
  }

  /** One question, and the rest of the probe is silence for who asks next. */
  @Test
  void aProbeIsOneQuestionAndSilence() {
    talk.open();
    talk.run(driver.probeMs());
    assertThat(talk.isAnswered()).isTrue();
    talk.unplug();
    pump.present = false;
    talk.forget();
    talk.open();
    talk.run(driver.probeMs());
    assertThat(talk.sent()).containsExactly(DianetVectors.IDENT);
    assertThat(talk.isAnswered()).isFalse();
    assertThat(driver.probeMs()).isEqualTo(600);
    assertThat(driver.probeOrder()).isEqualTo(20);
    assertThat(driver.lineSettings().baud()).isEqualTo(9_600);
  }

  @Test
  void aReplyToSomethingElseIsNoIdentity() {
    talk.farEnd =
        (sent, now) -> List.of(new Arrival(DianetVectors.ack(0, 2, DianetVectors.STATUS_DATA), 10));
    talk.open();
    talk.run(30_000);
    assertThat(talk.identified()).isEmpty();
    assertThat(talk.isAnswered()).isFalse();
    assertThat(talk.noise()).isPositive();
  }

  @Test
  void aPumpThatOnlyGarblesIsLostAsGarbled() {
    follow();
    talk.farEnd = (sent, now) -> List.of(new Arrival(Bytes.fromHex("7e00010612c0307e"), 10));
    talk.run(3_500);
    assertThat(talk.losses()).containsExactly(LossReason.GARBLED);
    assertThat(talk.reports()).isEmpty();
  }

  @Test
  void oldNoiseDoesNotMakeASilenceGarbled() {
    follow();
    talk.inject(Bytes.fromHex("00ff00"));
    talk.run(2_000);
    pump.present = false;
    talk.run(4_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }

  /** A cable that loops back what we say: valid frames, no replies. */
  @Test
  void anEchoOfOurOwnRequestsIsNoPump() {
    Talk echo = new Talk(driver.newSession(), (sent, now) -> List.of(new Arrival(sent, 1)));
    echo.open();
    echo.run(30_000);
    assertThat(echo.identified()).isEmpty();
    assertThat(echo.noise()).isPositive();
  }

  @Test
  void anEchoInFrontOfTheReplyDoesNoHarm() {
    Talk echo =
        new Talk(
            driver.newSession(),
            (sent, now) -> {
              List<Arrival> arrivals = new ArrayList<>(List.of(new Arrival(sent, 1)));
              arrivals.addAll(pump.onBytes(sent, now));
              return arrivals;
            });
    echo.open();
    echo.run(10_000);
    assertThat(echo.reports()).hasSizeGreaterThan(9);
    assertThat(echo.losses()).isEmpty();
  }

  @Test
  void noiseAndForeignFramesAreCountedAndMeanNothing() {
    follow();
    int told = 0;
    for (Bytes vector : DianetVectors.PUBLISHED) {
      talk.inject(vector);
      told += vector.length();
    }
    talk.inject(Bytes.fromHex("00ff80"));
    talk.inject(Bytes.fromHex("7e"));
    assertThat(talk.noise()).isEqualTo(told + 3);
    assertThat(talk.sent()).isEmpty();
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports().size()).isBetween(4, 5);
  }

  @Test
  void aLateReplyIsTakenAndItsTwinIsNot() {
    follow();
    pump.delayMs = 700; // after the resend, before the poll is given up
    talk.run(20_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports()).isNotEmpty();
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void anAlarmIsInTheReportOfTheSameRoundAndGoesWithIt() {
    follow();
    pump.state &= ~ScriptedDianetPump.RUNNING;
    pump.alarms = 1 << 3;
    talk.run(1_200);
    assertThat(talk.reports().get(0).status()).isEqualTo(PumpStatus.ALARM);
    assertThat(talk.reports().get(0).alarms()).extracting(PumpAlarm::code).containsExactly("3");
    pump.alarms = 0;
    talk.forget();
    talk.run(1_200);
    assertThat(talk.reports().get(0).status()).isEqualTo(PumpStatus.STOPPED);
    assertThat(talk.reports().get(0).alarms()).isEmpty();
  }

  @Test
  void whatThePumpDoesNotTellIsAbsentAndTheRestIsTold() {
    pump.refuses.put(0x03, 0x03);
    pump.refuses.put(0x04, 0x09);
    follow();
    talk.run(3_500);
    assertThat(talk.reports()).hasSizeGreaterThan(2);
    Observation report = talk.reports().get(0);
    assertThat(report.rate()).isPresent();
    assertThat(report.volumeInfused()).isEmpty();
    assertThat(report.drug()).isEmpty();
    pump.refuses.clear();
    pump.deaf.add(0x03);
    talk.forget();
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports()).isNotEmpty();
    assertThat(talk.reports().get(talk.reports().size() - 1).drug()).isEmpty();
  }

  /** Should a pump tell its status only to who controls it: there, but nothing is known. */
  @Test
  void aPumpThatDoesNotTellItsStatusIsUnknownAndNotLost() {
    pump.refuses.put(0x02, 0x09);
    follow();
    talk.run(3_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports())
        .hasSizeGreaterThan(2)
        .allSatisfy(report -> assertThat(report).isEqualTo(DianetVocabulary.untold(List.of())));
    pump.refuses.clear();
    pump.alarms = 1 << 4;
    talk.run(1_500);
    pump.refuses.put(0x02, 0x04);
    talk.forget();
    talk.run(1_200);
    assertThat(talk.reports().get(0).status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(talk.reports().get(0).alarms())
        .as("what stood may still stand")
        .extracting(PumpAlarm::code)
        .containsExactly("4");
  }

  @Test
  void aRequestThatDidNotArriveWholeIsSentOnceMore() {
    follow();
    int[] damaged = {0};
    talk.farEnd =
        (sent, now) ->
            sent.toHex().startsWith("7e0002") && damaged[0]++ == 0
                ? List.of(new Arrival(DianetVectors.nak(0, 0, 0x01), 10))
                : pump.onBytes(sent, now);
    talk.run(1_200);
    assertThat(damaged[0]).isEqualTo(2);
    assertThat(talk.reports()).hasSize(1);
    assertThat(talk.reports().get(0).status()).isEqualTo(PumpStatus.INFUSING);
  }

  @Test
  void aPumpThatRefusesToSayWhoItIsIsLost() {
    follow();
    pump.refuses.put(0x01, 0x03);
    talk.run(4_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }

  @Test
  void aDifferentPumpOnTheSameLineIsNeverReportedAsTheOldOne() {
    follow();
    pump.become("12c0303a");
    talk.run(1_500);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(talk.identified()).extracting(PumpIdentity::serialNumber).containsExactly("12346");
    List<String> kinds =
        talk.entries().stream().map(e -> e.effect().getClass().getSimpleName()).toList();
    assertThat(kinds.indexOf("Lost")).isLessThan(kinds.indexOf("Identified"));
    assertThat(kinds.indexOf("Identified")).isLessThan(kinds.indexOf("Report"));
  }

  /** The whole identity counts, not the serial number alone. */
  @Test
  void thePumpOfAnotherTypeWithTheSameSerialNumberIsADifferentPump() {
    follow();
    pump.become("0fec3039"); // type 1019
    talk.run(1_500);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(talk.identified()).extracting(PumpIdentity::model).containsExactly("Perfusor fm");
  }

  @Test
  void aPumpThatOnlySaysItsNameIsNotFollowed() {
    pump.deaf.add(0x02);
    talk.open();
    talk.run(120_000);
    assertThat(talk.reports()).isEmpty();
    assertThat(talk.losses()).containsOnly(LossReason.SILENT).hasSizeBetween(10, 20);
  }

  /** Else it would be found and lost again a hundred times a second. */
  @Test
  void aPumpWithTwoNamesIsNeverReportedAndLeftInPeace() {
    pump.deaf.add(0x02);
    int[] asked = {0};
    pump.before.put(0x01, () -> pump.become(asked[0]++ % 2 == 0 ? "12c0303a" : "12c0303b"));
    talk.open();
    talk.run(60_000);
    assertThat(talk.reports()).isEmpty();
    assertThat(talk.losses()).containsOnly(LossReason.DIFFERENT_PUMP).hasSizeBetween(5, 20);
  }

  @Test
  void openedWithoutClosedBeforeIsALossAndABeginning() {
    follow();
    talk.open();
    assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(talk.state()).isEqualTo("identifying");
    talk.run(200);
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void halfAFrameFromBeforeTheUnpluggingIsForgotten() {
    follow();
    talk.inject(Bytes.fromHex("7e000106"));
    talk.unplug();
    talk.open();
    talk.run(200);
    assertThat(talk.noise()).isZero();
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void repliesMayComeByteByByte() {
    talk.farEnd =
        (sent, now) -> {
          List<Arrival> bytes = new ArrayList<>();
          for (Arrival whole : pump.onBytes(sent, now)) {
            for (int i = 0; i < whole.bytes().length(); i++) {
              bytes.add(new Arrival(Bytes.of(whole.bytes().toArray(), i, 1), whole.afterMs() + i));
            }
          }
          return bytes;
        };
    talk.open();
    talk.run(10_000);
    assertThat(talk.reports()).hasSizeGreaterThan(8);
    assertThat(talk.noise()).isZero();
  }

  /** Any bytes at any moment: nothing is thrown, only reading is sent. */
  @Test
  void randomBytesNeverBreakASessionNorMakeItSayAnythingElse() {
    long seed = System.nanoTime();
    System.getLogger("test").log(System.Logger.Level.INFO, "seed={0}", Long.toString(seed));
    Random random = new Random(seed);
    talk.open();
    for (int i = 0; i < 20_000; i++) {
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      chunk.writeBytes(bytes);
      if (random.nextInt(4) == 0) {
        chunk.writeBytes(DianetVectors.PUBLISHED.get(random.nextInt(4)).toArray());
      }
      talk.inject(Bytes.of(chunk.toByteArray()));
      talk.run(random.nextInt(50));
    }
    assertThat(pump.heard).as("seed %d", seed).containsOnly("01", "02", "03", "04");
    talk.run(20_000);
    assertThat(talk.state()).as("seed %d", seed).isEqualTo("following");
  }

  @Test
  void sessionsAreImmutable() {
    var session = driver.newSession().on(new SessionInput.Opened(0)).next();
    var once = session.on(new SessionInput.Tick(600));
    var again = session.on(new SessionInput.Tick(600));
    assertThat(once).isEqualTo(again);
    assertThat(session.on(new SessionInput.Tick(10)).effects()).isEmpty();
  }
}
