// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ACK;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.DC4;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ENQ;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.framed;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FreseniusSessionTest {

  static final FreseniusDriver DRIVER =
      new FreseniusDriver(
          new FreseniusSettings(
              FreseniusDriver.PROFILE,
              "Orchestra",
              new LineSettings(19_200, 7, LineSettings.Parity.EVEN, 1),
              // the tests' own: what the modes' values mean is not public
              Map.of(
                  "0001", new DeviceProfile.Mode("0001", PumpStatus.INFUSING, true),
                  "0002", new DeviceProfile.Mode("0002", PumpStatus.STOPPED, true)),
              Map.of(),
              1_000));

  private ScriptedBase base = ScriptedBase.withModules("1", "3");
  private Talk talk = new Talk(DRIVER.newSession(), base);

  private void with(ScriptedBase other) {
    base = other;
    talk = new Talk(DRIVER.newSession(), other);
  }

  private void follow() {
    talk.open();
    talk.runUntil("following");
    talk.run(1_500);
    talk.forget();
    base.heard.clear();
  }

  /** Whatever a test does: only what is allowed is sent, and never two frames at once. */
  @AfterEach
  void mannersAreKept() {
    assertThat(base.badManners).isEmpty();
  }

  private List<String> lost() {
    return talk.effects(Effect.Lost.class).stream()
        .map(loss -> loss.place() + " " + loss.reason())
        .toList();
  }

  private List<Observation> reports(String place) {
    return talk.effects(Effect.Report.class).stream()
        .filter(report -> report.place().equals(place))
        .map(Effect.Report::observation)
        .toList();
  }

  private List<String> identifiedPlaces() {
    return talk.effects(Effect.Identified.class).stream().map(Effect.Identified::place).toList();
  }

  // --- listening and opening

  @Test
  void theLineHasSevenBitsAndEvenParity() {
    assertThat(DRIVER.lineSettings())
        .isEqualTo(new LineSettings(19_200, 7, LineSettings.Parity.EVEN, 1));
    assertThat(DRIVER.probeOrder()).isEqualTo(10);
  }

  @Test
  void itListensASecondBeforeItSpeaks() {
    talk.open();
    talk.run(990);
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.state()).isEqualTo("listening");
    talk.run(120);
    assertThat(talk.sent().get(0)).isEqualTo(wire("0DC", "48"));
  }

  @Test
  void aCallIsAnsweredAtOnceAndEndsTheListening() {
    talk.open();
    talk.run(200);
    talk.inject(ENQ);
    assertThat(talk.sent()).containsExactly(DC4, wire("0DC", "48"));
  }

  @Test
  void whenNobodyAnswersThePilotIsAskedAndThenSilenceIsKept() {
    base.gone = true;
    talk.open();
    long opened = talk.nowMs();
    talk.run(DRIVER.probeMs());
    assertThat(talk.sent()).containsExactly(wire("0DC", "48"), wire("DC", "78"));
    assertThat(talk.timesSent(wire("DC", "78")).get(0) - opened)
        .isLessThanOrEqualTo(DRIVER.probeMs() - 500);
    assertThat(talk.isAnswered()).isFalse();
    assertThat(talk.isReleased()).isTrue();
  }

  @Test
  void itKeepsTryingWithGrowingPauses() {
    base.gone = true;
    talk.open();
    talk.run(60_000);
    List<Long> times = talk.timesSent(wire("0DC", "48"));
    assertThat(times.get(1) - times.get(0)).isBetween(2_000L, 2_300L);
    assertThat(times.get(times.size() - 1) - times.get(times.size() - 2)).isBetween(6_000L, 6_300L);
    base.gone = false;
    talk.run(8_500);
    assertThat(identifiedPlaces()).containsExactly("1", "3");
  }

  @Test
  void aBaseIsOpenedSettlesAndIsAskedForItsModules() {
    talk.open();
    talk.run(2_950);
    assertThat(base.heard.subList(0, 3)).containsExactly("0DC", "0LE;b", "0LE;b");
    assertThat(base.heard)
        .containsSubsequence("1DC", "1LF;b", "1LF;b", "1DE;aemd", "1LE;aemdr", "1LP")
        .containsSubsequence("3DC", "3LF;b", "3LF;b", "3DE;aemd", "3LE;aemdr", "3LP");
    List<Long> slots = talk.timesSent(wire("0LE;b", "A1"));
    assertThat(slots.get(0) - talk.timesSent(wire("0DC", "48")).get(0))
        .isGreaterThanOrEqualTo(1_000);
    assertThat(talk.identified())
        .containsOnly(
            new PumpIdentity("fresenius", "fresenius-orchestra", "Orchestra, type DPS", "", ""));
    assertThat(identifiedPlaces()).as("within 3 s").containsExactly("1", "3");
    assertThat(talk.isAnswered()).isTrue();
  }

  /** With replies after 20 ms; how fast a real base answers is not known. */
  @Test
  void fromPluggingInToTheFirstReportLessThanThreeSecondsPass() {
    talk.open();
    long opened = talk.nowMs();
    talk.run(3_000);
    long reported =
        talk.entries().stream()
            .filter(entry -> entry.effect() instanceof Effect.Report)
            .mapToLong(Talk.Entry::atMs)
            .findFirst()
            .orElseThrow();
    assertThat(reported - opened).isLessThan(3_000);
  }

  @Test
  void aBaseWithoutModulesHasAnswered() {
    with(ScriptedBase.withModules());
    talk.open();
    talk.run(5_000);
    assertThat(talk.isAnswered()).isTrue();
    assertThat(talk.identified()).isEmpty();
    base.slots.put("2", ScriptedBase.infusing());
    talk.run(2_000);
    assertThat(identifiedPlaces()).containsExactly("2");
  }

  @Test
  void aPumpAloneIsFollowedWithoutAddress() {
    with(ScriptedBase.alone());
    talk.open();
    talk.run(2_200);
    assertThat(base.heard)
        .containsSubsequence("0DC", "DC", "LF;b", "LF;b", "DE;aemd", "LE;aemdr", "LP");
    assertThat(identifiedPlaces()).containsExactly("");
    assertThat(reports("")).isNotEmpty();
    base.gone = true;
    talk.runUntil("lost");
    assertThat(lost()).containsExactly(" SILENT");
    base.gone = false;
    talk.runUntil("following");
  }

  @Test
  void aBaseThatAnswersLateIsABase() {
    base.delayMs = 300; // the reply comes after 600 ms
    talk.open();
    talk.run(3_000);
    assertThat(talk.isAnswered()).isTrue();
    talk.runUntil("following");
  }

  @Test
  void whoRefusesToOpenIsClosedAndAskedAgain() {
    base.lie("0DC", "0I;24");
    base.open.add("0");
    talk.open();
    talk.run(1_150);
    assertThat(base.heard).containsExactly("0DC", "0FC");
    assertThat(talk.isAnswered()).isFalse();
    talk.runUntil("following");
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aModuleThatRefusesToOpenIsClosedAndAskedAgain() {
    base.lie("3DC", "3I;24");
    talk.open();
    talk.run(6_000);
    assertThat(base.heard).containsSubsequence("3DC", "3FC", "3DC", "3LF;b");
    assertThat(identifiedPlaces()).containsExactly("1", "3");
  }

  @Test
  void aModuleThatTellsNoTypeIsFollowedAllTheSame() {
    base.lie("1LF;b", "1I;0A", "1I;0A");
    talk.open();
    talk.run(2_500);
    assertThat(talk.identified().get(0).model()).isEqualTo("Orchestra");
  }

  @Test
  void aTypeCountsOnlyWhenHeardTwice() {
    base.lie("1LF;b", "1C;bXXX");
    talk.open();
    talk.run(6_000);
    assertThat(talk.identified())
        .extracting(PumpIdentity::model)
        .containsOnly("Orchestra, type DPS");
    assertThat(talk.losses()).isEmpty();
  }

  // --- values

  @Test
  void valuesAreReportedInTheirUnits() {
    base.slots.get("1").drug = "Propofol 1%";
    follow();
    talk.run(2_000);
    Observation seen = reports("1").get(0);
    assertThat(seen.channel()).isEqualTo("1");
    assertThat(seen.status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(seen.rate()).contains(Quantity.of("5.5", "mL/h"));
    assertThat(seen.volumeInfused()).contains(Quantity.of("5.000", "mL"));
    assertThat(seen.drug()).contains("Propofol 1%");
    assertThat(seen.vtbiRemaining()).isEmpty();
    assertThat(seen.timeRemaining()).isEmpty();
    assertThat(seen.pressure()).isEmpty();
    assertThat(seen.alarms()).isEmpty();
  }

  @Test
  void eachModuleIsPolledOncePerInterval() {
    follow();
    talk.run(60_000);
    assertThat(reports("1").size()).isBetween(59, 61);
    assertThat(reports("3").size()).isBetween(59, 61);
    assertThat(talk.losses()).isEmpty();
    assertThat(base.heard.stream().filter("1LF;b"::equals).count()).isBetween(10L, 13L);
  }

  @Test
  void anUnknownModeIsUnknownAndTheNumbersAreThere() {
    base.slots.get("1").set("m7777");
    follow();
    talk.run(1_500);
    assertThat(reports("1").get(0).status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(reports("1").get(0).rate()).isPresent();
  }

  @Test
  void aStoppedPumpWithAnAlarmIsInAlarmAndTheCodeIsTold() {
    base.slots.get("1").set("m0002");
    base.slots.get("1").set("a0010");
    base.slots.get("1").set("e0003");
    follow();
    talk.run(1_500);
    assertThat(reports("1").get(0).status()).isEqualTo(PumpStatus.ALARM);
    assertThat(reports("1").get(0).alarms())
        .extracting("code", "text")
        .containsExactly(tuple("a0010", "unknown alarm"), tuple("e0003", "unknown error"));
  }

  @Test
  void whatIsNoNumberIsAbsent() {
    base.slots.get("1").set("dFFFF");
    base.slots.get("1").set("r12x4");
    follow();
    talk.run(1_500);
    assertThat(reports("1").get(0).rate()).isEmpty();
    assertThat(reports("1").get(0).volumeInfused()).isEmpty();
    assertThat(reports("1").get(0).status())
        .as("infusing nobody knows what")
        .isEqualTo(PumpStatus.UNKNOWN);
  }

  @Test
  void aDamagedReadWithASoundChecksumIsNeverReported() {
    follow();
    base.lie("1LE;aemdr", "1C;a0000;e0000;m0001;d0F37;r00001388");
    talk.run(3_000);
    assertThat(reports("1"))
        .allSatisfy(
            seen ->
                assertThat(seen.rate().orElse(Quantity.of("5.5", "mL/h")).value())
                    .hasToString("5.5"));
  }

  @Test
  void aRealChangeIsReportedWithinAnInterval() {
    follow();
    base.slots.get("1").set("d0040");
    talk.run(1_100);
    assertThat(reports("1").stream().map(Observation::rate))
        .contains(Optional.of(Quantity.of("6.4", "mL/h")));
  }

  @Test
  void aPumpThatKnowsOnlyRateAndVolumeIsAskedForThose() {
    base.slots.get("1").values.keySet().removeAll(List.of('a', 'e', 'm'));
    talk.open();
    talk.run(4_000);
    assertThat(base.heard).containsSubsequence("1LE;aemdr", "1LE;dr", "1LE;dr");
    assertThat(base.heard.stream().filter("1LE;aemdr"::equals).count()).isEqualTo(1);
    assertThat(reports("1").get(0).status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(reports("1").get(0).rate()).isPresent();
  }

  @Test
  void aPumpThatTellsNoDrugIsNotAskedAgain() {
    base.lie("1LP", "1I;01");
    talk.open();
    talk.run(6_000);
    assertThat(base.heard.stream().filter("1LP"::equals).count()).isEqualTo(1);
    assertThat(reports("1")).isNotEmpty();
  }

  @Test
  void aDrugThatIsNeverAnsweredIsAskedForTwice() {
    base.deaf.add("1LP");
    talk.open();
    talk.run(20_000);
    assertThat(base.heard.stream().filter("1LP"::equals).count())
        .as("two questions, each sent twice")
        .isEqualTo(4);
    assertThat(reports("1").size()).isGreaterThan(10);
  }

  @Test
  void aBareNumberIsNoDrug() {
    base.slots.get("1").drug = "17";
    follow();
    talk.run(1_500);
    assertThat(reports("1").get(0).drug()).isEmpty();
  }

  // --- the link layer

  @Test
  void callsAreAnsweredInEveryState() {
    base.callMs = 2_000;
    talk.open();
    talk.run(20_000);
    assertThat(base.presences).isBetween(9, 12);
    talk.stop();
    talk.run(4_000);
    assertThat(talk.isReleased()).isTrue();
    assertThat(base.presences).isBetween(11, 14);
  }

  @Test
  void everySoundFrameIsAcknowledged() {
    follow();
    int before = base.acknowledgements;
    talk.inject(framed("7X;what"));
    assertThat(base.acknowledgements).isEqualTo(before + 1);
    assertThat(talk.noise()).isEqualTo(11);
  }

  @Test
  void aDamagedFrameIsRefusedWithTheReason() {
    follow();
    talk.inject(wire("1C;d0037", "00"));
    assertThat(base.refusals).containsExactly("1532");
    byte[] eighth = framed("1C").toArray();
    eighth[1] |= (byte) 0x80;
    talk.inject(Bytes.of(eighth));
    assertThat(base.refusals).containsExactly("1532", "1531");
  }

  @Test
  void anotherPumpsFramesAreNotRefusedWhileNobodySpokeThisProtocol() {
    base.gone = true;
    talk.open();
    talk.inject(wire("*IDN?", "44"));
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.noise()).isEqualTo(9);
  }

  @Test
  void aReceiverThatIsNotReadyIsAskedOnceMore() {
    follow();
    base.sayRaw("1LE;aemdr", Bytes.fromHex("1536"));
    talk.run(1_000);
    assertThat(base.heard).containsSubsequence("1LE;aemdr", "1LE;aemdr", "1LP");
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aWrongAddressIsNotRepeated() {
    follow();
    base.sayRaw("1LE;aemdr", Bytes.fromHex("1534"));
    talk.run(1_000);
    assertThat(base.heard.stream().filter("1LE;aemdr"::equals).count()).isEqualTo(1);
  }

  @Test
  void anUnansweredQuestionIsSentOnceMoreAfterASecond() {
    follow();
    base.deaf.add("1LE;aemdr");
    talk.run(1_500);
    base.deaf.clear();
    talk.run(1_500);
    List<Long> times = talk.timesSent(framed("1LE;aemdr"));
    assertThat(times.get(1) - times.get(0)).isBetween(1_000L, 1_100L);
    assertThat(talk.losses()).isEmpty();
  }

  // --- events

  @Test
  void anEventIsAcknowledgedEchoedAndFollowedAtOnce() {
    follow();
    talk.run(300);
    talk.forget();
    talk.inject(framed("3E;a0001"));
    assertThat(talk.sent()).containsExactly(ACK, framed("3E"));
    base.slots.get("3").set("a0001");
    talk.run(150);
    assertThat(talk.sent()).contains(framed("3LE;aemdr"));
    assertThat(reports("3").get(reports("3").size() - 1).alarms())
        .extracting("code")
        .as("two reads, long before the next round")
        .containsExactly("a0001");
  }

  @Test
  void anAdjustmentIsEchoedWithItsOwnLetter() {
    follow();
    talk.inject(framed("1M;x1"));
    assertThat(talk.sent()).containsSequence(ACK, framed("1M"));
  }

  @Test
  void anEchoWaitsUntilOurFrameIsAcknowledged() {
    follow();
    talk.forget();
    while (talk.sent().isEmpty()) {
      talk.run(1);
    }
    talk.inject(framed("1E;d0040")); // our frame is not acknowledged yet
    assertThat(talk.sent()).doesNotContain(framed("1E"));
    talk.run(base.delayMs);
    assertThat(talk.sent()).contains(framed("1E"));
  }

  @Test
  void aFloodOfEventsDisturbsNobodyElse() {
    follow();
    for (int i = 0; i < 2_000; i++) {
      talk.inject(framed("1E;d0037"));
      talk.run(5);
    }
    assertThat(reports("3").size()).as("in 10 s").isGreaterThanOrEqualTo(9);
    assertThat(reports("1").size()).isLessThan(25);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void anEventOfSomebodyUnknownIsEchoedAndNoMore() {
    follow();
    talk.inject(framed("5E;d0037"));
    talk.run(3_000);
    assertThat(base.heard).contains("5E").noneMatch(text -> text.startsWith("5L"));
  }

  // --- modules come and go

  @Test
  void aModuleThatIsTakenOutIsRemoved() {
    follow();
    base.takeOut("1");
    talk.run(1_200);
    assertThat(lost()).containsExactly("1 REMOVED");
    talk.forget();
    talk.run(3_000);
    assertThat(reports("1")).isEmpty();
    assertThat(reports("3")).isNotEmpty();
  }

  @Test
  void aModuleThatIsPutInIsIdentifiedWithinTwoPolls() {
    follow();
    base.slots.put("6", ScriptedBase.infusing());
    talk.run(2_000);
    assertThat(identifiedPlaces()).containsExactly("6");
    assertThat(reports("6")).isNotEmpty();
  }

  @Test
  void aDamagedSlotListTakesNobodyOut() {
    follow();
    base.lie("0LE;b", "0C;b0004");
    talk.run(3_000);
    base.lie("0LE;b", "0C;b00FF", "0C;b0000", "0C;bxyz");
    talk.run(3_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.identified()).isEmpty();
  }

  @Test
  void aModuleThatWasPutBackBetweenTwoPollsIsFoundAnew() {
    follow();
    base.open.remove("1"); // its dialogue is gone
    talk.run(1_500);
    assertThat(lost()).containsExactly("1 REMOVED");
    talk.run(1_500);
    assertThat(identifiedPlaces()).containsExactly("1");
  }

  @Test
  void anotherKindOfPumpInASlotIsADifferentPump() {
    follow();
    base.slots.get("1").type = "MVP";
    talk.run(5_500);
    assertThat(lost()).containsExactly("1 DIFFERENT_PUMP");
    assertThat(talk.identified())
        .extracting(PumpIdentity::model)
        .containsExactly("Orchestra, type MVP");
    List<Class<?>> order =
        talk.entries().stream().<Class<?>>map(entry -> entry.effect().getClass()).toList();
    assertThat(order.indexOf(Effect.Lost.class)).isLessThan(order.indexOf(Effect.Identified.class));
  }

  @Test
  void aPumpWithoutSerialNumberIsNeverTheSameAgain() {
    talk.open();
    talk.runUntil("following");
    PumpIdentity pump = talk.identified().get(0);
    assertThat(pump.serialNumber()).isEmpty();
    assertThat(pump.isSamePump(pump)).isFalse();
  }

  // --- silence

  @Test
  void aSilentModuleIsLostAndTheOthersAreNot() {
    follow();
    base.deaf.add("1LE;aemdr");
    base.deaf.add("1DC");
    talk.run(30_000);
    assertThat(lost()).containsExactly("1 SILENT");
    assertThat(reports("3").size()).isGreaterThan(8);
    base.deaf.clear();
    talk.run(9_000);
    assertThat(identifiedPlaces()).containsExactly("1");
  }

  @Test
  void aSilentBaseLosesAllAndIsLookedForAgain() {
    follow();
    base.gone = true;
    talk.runUntil("lost");
    assertThat(lost()).contains("1 SILENT", "3 SILENT").hasSize(2);
    assertThat(talk.isAnswered()).isFalse();
    base.gone = false;
    base.open.clear();
    talk.runUntil("following");
  }

  @Test
  void aGarbledBaseIsLostAsGarbled() {
    follow();
    for (String question : List.of("0LE;b", "1LE;aemdr", "3LE;aemdr", "1LF;b", "3LF;b")) {
      for (int i = 0; i < 100; i++) {
        base.sayRaw(question, wire(question.substring(0, 1) + "C;d0037", "00"));
      }
    }
    talk.runUntil("lost");
    assertThat(talk.losses()).contains(LossReason.GARBLED).doesNotContain(LossReason.SILENT);
  }

  @Test
  void aBaseThatForgotTheDialogueIsOpenedAgain() {
    follow();
    base.open.clear();
    talk.runUntil("lost");
    assertThat(lost()).containsExactly("1 SILENT", "3 SILENT");
    talk.runUntil("following");
    talk.run(500);
    assertThat(identifiedPlaces()).containsExactly("1", "3");
  }

  // --- the end

  @Test
  void aStopClosesModulesAndBaseInOrder() {
    follow();
    talk.stop();
    assertThat(lost()).containsExactly("1 RELEASED", "3 RELEASED");
    assertThat(talk.isReleased()).isFalse();
    talk.run(1_000);
    assertThat(base.heard).endsWith("1AE", "1FC", "3AE", "3FC", "0FC");
    assertThat(talk.isReleased()).isTrue();
    assertThat(base.open).isEmpty();
    talk.forget();
    talk.run(10_000);
    assertThat(talk.sent()).isEmpty();
    talk.unplug();
    assertThat(talk.losses()).as("told already").isEmpty();
  }

  @Test
  void aStopWhileAQuestionIsUnderWayWaitsForItsAnswer() {
    follow();
    base.heard.clear();
    while (base.heard.isEmpty()) {
      talk.run(1);
    }
    talk.stop();
    talk.run(1_000);
    assertThat(base.heard.subList(1, 6)).containsExactly("1AE", "1FC", "3AE", "3FC", "0FC");
  }

  @Test
  void aStopWhileABaseIsBeingOpenedClosesIt() {
    talk.open();
    while (base.heard.isEmpty()) {
      talk.run(1);
    }
    talk.stop();
    assertThat(talk.isReleased()).isFalse();
    talk.run(500);
    assertThat(base.heard).containsExactly("0DC", "0FC");
    assertThat(talk.isReleased()).isTrue();
  }

  @Test
  void aStopWhileAModuleIsBeingOpenedClosesItToo() {
    talk.open();
    while (!base.heard.contains("1DC")) {
      talk.run(1);
    }
    talk.stop();
    talk.run(500);
    assertThat(base.heard).endsWith("1DC", "1FC", "0FC");
  }

  @Test
  void aStopOnASilentLineIsOverSoon() {
    follow();
    base.gone = true;
    talk.stop();
    talk.run(3_300);
    assertThat(talk.isReleased()).isTrue();
    assertThat(base.heard).endsWith("1AE", "0FC");
  }

  @Test
  void aStopOnALineThatFallsSilentInAQuestionIsOverWithinItsWaits() {
    follow();
    base.gone = true;
    base.heard.clear();
    while (base.heard.isEmpty()) {
      talk.run(1);
    }
    talk.stop();
    talk.run(4_500);
    assertThat(talk.isReleased()).as("twice a second for the question, then one each").isTrue();
  }

  @Test
  void aStopBeforeAnybodyAnsweredIsOverAtOnce() {
    base.gone = true;
    talk.open();
    talk.run(500);
    talk.stop();
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.state()).isEqualTo("released");
    talk.unplug();
    assertThat(talk.state()).isEqualTo("closed");
  }

  @Test
  void aProgrammeIsRefusedAndNothingIsSent() {
    follow();
    talk.program(new Programme("o1", "1", Quantity.of("5", "mL/h"), Optional.empty()));
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.outcomes()).hasSize(1);
    assertThat(((ProgrammeOutcome.Refused) talk.outcomes().get(0)).reason())
        .isEqualTo(ProgrammeOutcome.Reason.NOT_SUPPORTED);
  }

  @Test
  void anUnpluggedPortLosesAll() {
    follow();
    talk.unplug();
    assertThat(lost()).containsExactly("1 UNPLUGGED", "3 UNPLUGGED");
    talk.forget();
    talk.inject(ENQ);
    talk.run(10_000);
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.noise()).isEqualTo(1);
  }

  /** The picture in the README, edge by edge. */
  @Test
  void everyEdgeOfThePictureIsWalked() {
    assertThat(talk.state()).isEqualTo("closed");
    base.gone = true;
    talk.open(); // closed -> listening
    talk.unplug(); // listening -> closed
    talk.open();
    talk.run(5_000); // listening -> identifying; identifying -> identifying, after a pause
    talk.unplug(); // identifying -> closed
    talk.open();
    talk.run(2_000);
    base.gone = false;
    talk.runUntil("following"); // identifying -> following
    base.gone = true;
    talk.runUntil("lost"); // following -> lost
    talk.runUntil("identifying"); // lost -> identifying
    talk.runUntil("lost"); // identifying -> lost
    base.gone = false;
    talk.runUntil("following");
    base.takeOut("1");
    base.takeOut("3");
    talk.runUntil("identifying"); // following -> identifying: the last module was taken out
    base.slots.put("1", ScriptedBase.infusing());
    talk.runUntil("following");
    talk.unplug(); // following -> closed
    talk.open();
    talk.runUntil("following");
    talk.stop(); // following -> releasing
    talk.runUntil("released"); // releasing -> released
    talk.unplug(); // released -> closed
    assertThat(talk.states())
        .containsExactly(
            "closed",
            "listening",
            "closed",
            "listening",
            "identifying",
            "closed",
            "listening",
            "identifying",
            "following",
            "lost",
            "identifying",
            "lost",
            "identifying",
            "following",
            "identifying",
            "following",
            "closed",
            "listening",
            "identifying",
            "following",
            "releasing",
            "released",
            "closed");
  }
}
