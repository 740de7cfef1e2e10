// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisVectors.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AlarisSessionTest {

  private final PumpDriver driver = driver();
  private final ScriptedPump pump = ScriptedPump.running();
  private final Talk talk = new Talk(driver.newSession(), pump);

  static PumpDriver driver() {
    try {
      return new AlarisDriver(DeviceProfileReader.readShipped(AlarisDriver.PROFILE), 1_000);
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  private void follow() {
    talk.open();
    talk.run(50);
    assertThat(talk.state()).isEqualTo("following");
    talk.run(50);
    talk.forget();
  }

  /** The picture in the README, edge by edge; {@code identifying} waits as well as asks. */
  @Test
  void everyEdgeOfThePictureIsWalked() {
    assertThat(talk.state()).isEqualTo("closed");
    pump.leave();
    talk.open(); // closed -> identifying
    talk.run(1_500); // identifying -> waiting for the next probe, never followed before
    talk.unplug(); // identifying -> closed
    talk.open();
    talk.run(1_500);
    pump.comeBack();
    talk.run(2_000); // identifying -> following
    pump.become("8002-99999");
    talk.run(1_200); // following -> identifying: a different pump; identifying -> following
    pump.leave();
    talk.runUntil("lost"); // following -> lost
    talk.runUntil("identifying"); // lost -> identifying
    talk.runUntil("lost"); // identifying -> lost
    talk.unplug(); // lost -> closed
    pump.comeBack();
    talk.open();
    talk.run(100); // identifying -> following
    talk.unplug(); // following -> closed
    assertThat(talk.states())
        .containsExactly(
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
            "closed");
  }

  @Test
  void aClosedSessionDoesNothing() {
    talk.run(60_000);
    talk.unplug();
    assertThat(talk.entries()).isEmpty();
    talk.inject(Bytes.of("!INF|4961\r", StandardCharsets.US_ASCII));
    assertThat(sent(talk)).isEmpty();
    assertThat(talk.state()).isEqualTo("closed");
  }

  @Test
  void identityComesFirstAndReportsAfterIt() {
    talk.open();
    talk.run(100);
    assertThat(sent(talk)).containsExactly("INST_SERIALNO", "COMMS_PROTOCOL", "INF");
    assertThat(talk.identified())
        .containsExactly(
            new PumpIdentity(
                "alaris",
                "alaris-asena",
                "Alaris/Asena syringe pump",
                "8002-51740",
                "Asena Rev 2.1.5"));
    assertThat(talk.reports()).hasSize(1);
    assertThat(talk.entries().stream().map(e -> e.effect().getClass().getSimpleName()))
        .containsExactly("Send", "Send", "Identified", "Send", "Report");
  }

  @Test
  void aPumpThatDoesNotTellItsVersionIsFollowedAllTheSame() {
    pump.deafTo("COMMS_PROTOCOL");
    talk.open();
    talk.run(1_200);
    assertThat(talk.identified()).hasSize(1);
    assertThat(talk.identified().get(0).software()).isEmpty();
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void polledOncePerIntervalWithoutDrift() {
    follow();
    talk.run(60_050);
    assertThat(talk.timesSent(framed("INF")).size()).isBetween(59, 61);
    assertThat(talk.reports().size()).isEqualTo(talk.timesSent(framed("INF")).size());
    assertThat(sent(talk)).containsOnly("INF");
  }

  @Test
  void aMissingReplyIsAskedForOnceMoreAfterHalfASecond() {
    follow();
    pump.ignore = 1;
    talk.run(1_700);
    List<Long> times = talk.timesSent(framed("INF"));
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
    assertThat(talk.state()).isEqualTo("following");

    pump.ignore = 3;
    talk.run(5_000);
    assertThat(talk.losses()).as("the resend of the second poll is answered").isEmpty();

    pump.ignore = 4;
    talk.run(3_500);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }

  /** A pump that takes its time is never asked the next thing before it has answered. */
  @Test
  void neverMoreThanOneRequestIsUnderWay() {
    int[] underWay = {0, 0};
    pump.delayMs = 480;
    Talk slow =
        new Talk(
            driver.newSession(),
            (sent, now) -> {
              assertThat(now - underWay[0]).isGreaterThanOrEqualTo(underWay[1]);
              underWay[0] = (int) now;
              underWay[1] = 480;
              return pump.onBytes(sent, now);
            });
    underWay[0] = (int) slow.nowMs() - 1_000;
    slow.open();
    slow.run(30_000);
    assertThat(slow.losses()).isEmpty();
    assertThat(slow.reports()).hasSizeGreaterThan(25);
  }

  @Test
  void aSilentPumpIsToldOnceAndFoundAgainByItself() {
    follow();
    pump.leave();
    talk.run(120_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(talk.state()).isIn("lost", "identifying");
    talk.forget();
    pump.comeBack();
    talk.run(Search.LONGEST_PAUSE_MS + 1_200);
    assertThat(talk.state()).as("within one probe").isEqualTo("following");
    assertThat(talk.identified()).hasSize(1);
    assertThat(talk.reports()).isNotEmpty();
  }

  @Test
  void probesGrowRareButNeverRarerThanEveryFewSeconds() {
    pump.leave();
    talk.open();
    talk.run(120_000);
    List<Long> times = talk.timesSent(framed("INST_SERIALNO"));
    assertThat(sent(talk)).containsOnly("INST_SERIALNO");
    long longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    assertThat(longest).isBetween(5_000L, 5_700L);
    assertThat(times.get(2) - times.get(1)).as("the first pause").isBetween(1_000L, 1_700L);
    assertThat(talk.losses()).as("what was never there is not lost").isEmpty();
  }

  @Test
  void oneQuestionAndItsSilenceFitIntoTheTimeOfAProbe() {
    talk.open();
    talk.run(driver.probeMs());
    assertThat(talk.isAnswered()).isTrue();
    talk.unplug();
    pump.leave();
    talk.forget();
    talk.open();
    talk.run(driver.probeMs() - 100);
    assertThat(sent(talk)).containsExactly("INST_SERIALNO");
    assertThat(talk.isAnswered()).isFalse();
  }

  @Test
  void aPumpThatOnlyGarblesIsLostAsGarbled() {
    follow();
    pump.sayRaw("INF", Bytes.of("!INF^8002-51740^-|0000\r", StandardCharsets.US_ASCII));
    talk.run(3_500);
    assertThat(talk.losses()).containsExactly(LossReason.GARBLED);
    assertThat(talk.noise()).isEqualTo(4 * 23);
    assertThat(talk.reports()).isEmpty();
  }

  /** Whose fault a loss is says what came since the last answer, not what came an hour ago. */
  @Test
  void oldNoiseDoesNotMakeASilenceGarbled() {
    follow();
    talk.inject(Bytes.fromHex("00ff00"));
    talk.run(2_000);
    pump.leave();
    talk.run(4_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }

  @Test
  void halfFramesAreGarbledToo() {
    follow();
    pump.sayRaw("INF", Bytes.of("!INF^8002-51", StandardCharsets.US_ASCII));
    talk.run(3_500);
    assertThat(talk.losses()).containsExactly(LossReason.GARBLED);
  }

  /** A cable that loops back what we say: valid frames, no replies. */
  @Test
  void anEchoOfOurOwnRequestsIsNoPump() {
    Talk echo = new Talk(driver.newSession(), (sent, now) -> List.of(new Talk.Arrival(sent, 1)));
    echo.open();
    echo.run(30_000);
    assertThat(echo.identified()).isEmpty();
    assertThat(echo.noise()).isPositive();
    follow();
    talk.farEnd = (sent, now) -> List.of(new Talk.Arrival(sent, 1));
    talk.run(3_500);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }

  @Test
  void anEchoInFrontOfTheReplyDoesNoHarm() {
    Talk echo =
        new Talk(
            driver.newSession(),
            (sent, now) ->
                List.of(
                    new Talk.Arrival(
                        AlarisVectors.joined(sent, pump.onBytes(sent, now).get(0).bytes()), 5)));
    echo.open();
    echo.run(10_000);
    assertThat(echo.reports()).hasSizeGreaterThan(9);
    assertThat(echo.losses()).isEmpty();
  }

  @Test
  void noiseAndForeignFramesAreCountedAndMeanNothing() {
    follow();
    for (String vector : AlarisVectors.ALL) {
      talk.inject(AlarisVectors.wire(vector));
    }
    talk.inject(Bytes.fromHex("00ff7f0a1b"));
    talk.inject(Bytes.of("!INF^half", StandardCharsets.US_ASCII));
    int told = AlarisVectors.ALL.stream().mapToInt(vector -> vector.length() + 1).sum() + 5;
    assertThat(talk.noise()).isEqualTo(told);
    assertThat(sent(talk)).isEmpty();
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports().size()).isBetween(4, 5);
  }

  @Test
  void aLateReplyIsTakenAndItsTwinIsNot() {
    follow();
    pump.delayMs = 700; // after the resend, before the poll is given up
    talk.run(10_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports()).isNotEmpty();
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void anAbortedReplyIsAskedForAgain() {
    follow();
    pump.sayRaw("INF", AlarisVectors.joined(Bytes.of("!INF^80", StandardCharsets.US_ASCII), esc()));
    talk.run(1_050);
    pump.say("INF", AlarisVectors.RUNNING);
    talk.run(600);
    assertThat(talk.reports()).hasSize(1);
    assertThat(talk.noise()).isEqualTo(8);
  }

  private static Bytes esc() {
    return Bytes.fromHex("1b");
  }

  @Test
  void anAlarmIsInTheReportOfTheSamePoll() {
    follow();
    pump.say("INF", occlusion());
    pump.say("ALARM", "ALARM^AL_OCCLU^ ^ ");
    talk.run(1_100);
    assertThat(sent(talk)).containsExactly("INF", "ALARM");
    assertThat(talk.reports()).hasSize(1);
    assertThat(talk.reports().get(0).status()).isEqualTo(PumpStatus.ALARM);
    assertThat(talk.reports().get(0).alarms())
        .extracting(PumpAlarm::code)
        .containsExactly("AL_OCCLU");
  }

  private static String occlusion() {
    return AlarisVectors.body(AlarisVectors.OCCLUSION).replace("8002-51733", ScriptedPump.SERIAL);
  }

  @Test
  void anAlarmIsAskedForAtEachPollAndOnceWhenItClears() {
    follow();
    pump.say("INF", occlusion());
    pump.say("ALARM", "ALARM^AL_OCCLU^ ^ ");
    talk.run(3_050);
    assertThat(sent(talk)).containsExactly("INF", "ALARM", "INF", "ALARM", "INF", "ALARM");
    talk.forget();
    pump.say("INF", AlarisVectors.RUNNING);
    pump.say("ALARM", "ALARM^AL_NOALM^ ^ ");
    talk.run(3_000);
    assertThat(sent(talk)).containsExactly("INF", "ALARM", "INF", "INF");
    assertThat(talk.reports()).allSatisfy(report -> assertThat(report.alarms()).isEmpty());
  }

  /** The flag is enough to say that something is wrong; following goes on. */
  @Test
  void anAlarmThatThePumpDoesNotNameIsStillAnAlarm() {
    follow();
    pump.say("INF", occlusion());
    pump.deafTo("ALARM");
    talk.run(30_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports())
        .isNotEmpty()
        .allSatisfy(
            report -> assertThat(report.alarms()).containsExactly(AlarisVocabulary.flagAlone()));
    pump.hears("ALARM");
    pump.say("ALARM", "ALARM^AL_OCCLU^ ^ ");
    talk.run(2_100);
    pump.deafTo("ALARM");
    talk.forget();
    talk.run(10_000);
    assertThat(talk.reports())
        .as("the last name is kept as long as the flag stands")
        .allSatisfy(
            report -> assertThat(report.alarms()).extracting(PumpAlarm::code).contains("AL_OCCLU"));
    pump.say("INF", AlarisVectors.RUNNING);
    talk.run(4_000);
    talk.forget();
    talk.run(2_000);
    assertThat(talk.reports())
        .isNotEmpty()
        .allSatisfy(report -> assertThat(report.alarms()).isEmpty());
  }

  @Test
  void aDifferentPumpOnTheSameLineIsNeverReportedAsTheOldOne() {
    follow();
    pump.become("8002-51733");
    talk.run(1_200);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(talk.identified())
        .extracting(PumpIdentity::serialNumber)
        .containsExactly("8002-51733");
    List<String> kinds =
        talk.entries().stream().map(e -> e.effect().getClass().getSimpleName()).toList();
    assertThat(kinds.indexOf("Lost")).isLessThan(kinds.indexOf("Identified"));
    assertThat(kinds.indexOf("Identified")).isLessThan(kinds.indexOf("Report"));
  }

  /** Else it would be found and lost again a hundred times a second. */
  @Test
  void aPumpThatGivesTwoSerialNumbersIsNeverReportedAndLeftInPeace() {
    pump.say("INF", AlarisVectors.RUNNING.replace("51740", "99999"));
    talk.open();
    talk.run(60_000);
    assertThat(talk.reports()).isEmpty();
    assertThat(talk.losses()).containsOnly(LossReason.DIFFERENT_PUMP).hasSizeBetween(10, 20);
    pump.say("INF", AlarisVectors.RUNNING);
    talk.run(6_000);
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.reports()).isNotEmpty();
  }

  /** It says who it is but not what it does: lost, and looked for with growing pauses. */
  @Test
  void aPumpThatOnlySaysItsNameIsNotFollowed() {
    pump.deafTo("INF");
    talk.open();
    talk.run(120_000);
    assertThat(talk.reports()).isEmpty();
    assertThat(talk.losses()).containsOnly(LossReason.SILENT).hasSizeBetween(10, 20);
  }

  @Test
  void unpluggingIsToldOnceAndPluggingInBeginsAnew() {
    follow();
    talk.unplug();
    talk.unplug();
    talk.run(10_000);
    assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(sent(talk)).isEmpty();
    talk.forget();
    talk.open();
    talk.run(100);
    assertThat(talk.identified()).hasSize(1);
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void openedWithoutClosedBeforeIsALossAndABeginning() {
    follow();
    talk.open();
    assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(talk.state()).isEqualTo("identifying");
    talk.run(100);
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void halfAFrameFromBeforeTheUnpluggingIsForgotten() {
    follow();
    talk.inject(Bytes.of("!INST_SERIALNO^8002", StandardCharsets.US_ASCII));
    talk.unplug();
    talk.open();
    talk.run(100);
    assertThat(talk.noise()).isZero();
    assertThat(talk.state()).isEqualTo("following");
  }

  /** Any bytes at any moment: nothing is thrown, only the four requests are sent. */
  @Test
  void randomBytesNeverBreakASessionNorMakeItSayAnythingElse() {
    long seed = System.nanoTime();
    System.getLogger("test").log(System.Logger.Level.INFO, "seed={0}", Long.toString(seed));
    Random random = new Random(seed);
    talk.open();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      Bytes chunk = Bytes.of(bytes);
      if (random.nextInt(4) == 0) {
        String vector = AlarisVectors.ALL.get(random.nextInt(AlarisVectors.ALL.size()));
        chunk = AlarisVectors.joined(chunk, AlarisVectors.wire(vector));
      }
      talk.inject(chunk);
      talk.run(random.nextInt(50));
    }
    assertThat(sent(talk))
        .as("seed %d", seed)
        .isSubsetOf("INST_SERIALNO", "COMMS_PROTOCOL", "INF", "ALARM");
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

  @Test
  void theLineIsSetAsTheProfileSays() {
    assertThat(driver.protocol()).isEqualTo("alaris");
    assertThat(driver.lineSettings().baud()).isEqualTo(38_400);
    assertThat(driver.lineSettings().dataBits()).isEqualTo(8);
    assertThat(driver.lineSettings().stopBits()).isEqualTo(1);
  }

  /** The commands that were sent, in order. */
  private static List<String> sent(Talk talk) {
    return talk.sent().stream()
        .map(bytes -> bytes.toText(StandardCharsets.US_ASCII))
        .map(text -> text.substring(1, text.indexOf('|')))
        .toList();
  }
}
