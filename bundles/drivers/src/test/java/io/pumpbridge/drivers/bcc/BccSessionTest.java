// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.pump;
import static io.pumpbridge.drivers.bcc.BccVectors.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Lost;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BccSessionTest {

  private static final String GET = BccVectors.BED + "/1/1>MEM:GET";
  private static final Bytes GREETING =
      Bytes.fromHex("01303030333102312f312f313e4145584d494e3a414c4956454503303030363104");

  private final ScriptedRack rack = new ScriptedRack();
  private final Talk talk = new Talk(BccSession.closed(BccVectors.settings()), rack);

  private void openWith(String... addresses) {
    int serial = 40_864;
    for (String address : addresses) {
      rack.put(address, pump(serial++));
    }
    talk.open();
  }

  private List<String> places(Class<? extends Effect> kind) {
    return talk.effects(kind).stream()
        .map(
            effect ->
                effect instanceof Identified one
                    ? one.place()
                    : effect instanceof Lost lost ? lost.place() : ((Report) effect).place())
        .toList();
  }

  private List<String> serials() {
    return talk.identified().stream().map(PumpIdentity::serialNumber).toList();
  }

  @Test
  void theFirstBytesAreTheGreetingAndNothingElse() {
    rack.gone = true;
    talk.open();
    talk.run(600);
    assertThat(talk.sent()).containsExactly(GREETING);
    assertThat(talk.state()).isEqualTo("identifying");
    assertThat(talk.isAnswered()).isFalse();
  }

  @Test
  void aPumpIsFoundAndReportedWithinThreeSeconds() {
    openWith("50113");
    talk.run(1_500);
    assertThat(talk.isAnswered()).isTrue();
    assertThat(talk.effects(Identified.class))
        .containsExactly(
            new Identified(
                "1/3",
                new PumpIdentity("bcc", "bbraun-bcc", "Perfusor Space", "40864", "688F030006")));
    assertThat(talk.reports()).as("one read is none").isEmpty();
    talk.run(1_500);
    assertThat(places(Report.class)).containsOnly("1/3");
    assertThat(talk.reports().get(0).rate()).hasValue(Quantity.of("0.30", "mL/h"));
    assertThat(talk.noise()).isZero();
  }

  @Test
  void theDialogueIsThatOfTheDocument() {
    openWith("50111", "50113");
    talk.run(2_700);
    assertThat(rack.heard)
        .startsWith("1/1/1>ADMIN:ALIVE", "ACK", GET, "ACK", "ACK", GET, "ACK", "ACK");
  }

  /** Page 9: a tenth of a second before each ACK, half a second before each MEM:GET. */
  @Test
  void theWaitsAreKept() {
    openWith("50111", "50113");
    talk.run(10_000);
    List<Long> acks = talk.timesSent(BccMessages.ACK);
    List<Long> gets =
        talk.timesSent(
            BccMessages.request(BccMessages.RackRequest.GET, BccVectors.BED, BccStuffing.ON));
    assertThat(gets).hasSizeGreaterThan(7);
    for (long get : gets) {
      assertThat(acks).noneMatch(ack -> ack <= get && get - ack < BccSettings.REST_MS);
      assertThat(acks)
          .noneMatch(
              ack -> ack > get && ack - get < rack.delayMs + BccSettings.ACKNOWLEDGE_WAIT_MS);
    }
    for (int i = 1; i < gets.size(); i++) {
      assertThat(gets.get(i) - gets.get(i - 1)).isBetween(1_000L, 1_200L);
    }
  }

  @Test
  void severalPumpsAreFollowedEachAtItsPlace() {
    openWith("50111", "50113", "5011A", "50121");
    talk.run(10_000);
    assertThat(places(Identified.class)).containsExactly("1/1", "1/3", "1/A", "2/1");
    assertThat(serials()).containsExactly("40864", "40865", "40866", "40867");
    assertThat(places(Report.class)).contains("1/1", "1/3", "1/A", "2/1");
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aFullRackIsFollowedAndNoMorePlacesThanTheLimit() {
    String pumps = "123456789ABCDEFGHIJKLMNO";
    for (int i = 0; i < 24; i++) {
      rack.put("5011" + pumps.charAt(i), pump(100 + i));
    }
    talk.open();
    talk.run(20_000);
    assertThat(places(Identified.class)).hasSize(24);
    assertThat(talk.effects(Report.class)).hasSizeGreaterThanOrEqualTo(24);
    for (int i = 0; i < 24; i++) {
      rack.put("5012" + pumps.charAt(i), pump(200 + i));
    }
    talk.run(40_000);
    assertThat(places(Identified.class)).hasSize(BccSettings.MAX_PLACES);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void anEmptyRackIsAnsweredAndPolledOn() {
    talk.open();
    talk.run(30_000);
    assertThat(talk.isAnswered()).isTrue();
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.identified()).isEmpty();
    assertThat(rack.gets()).isGreaterThan(20);
    assertThat(rack.count("1/1/1>ADMIN:ALIVE")).isEqualTo(1);
    rack.put("50112", pump(7));
    talk.run(2_500);
    assertThat(places(Identified.class)).containsExactly("1/2");
  }

  @Test
  void aPumpThatIsTakenOutIsLostAtOnceAndFoundAgain() {
    openWith("50111", "50113");
    talk.run(5_000);
    talk.forget();
    rack.takeOut("50113");
    talk.run(1_500);
    assertThat(talk.effects(Lost.class)).containsExactly(new Lost("1/3", LossReason.REMOVED));
    talk.run(5_000);
    assertThat(talk.effects(Lost.class)).hasSize(1);
    talk.forget();
    rack.put("50113", pump(40_865));
    talk.run(2_500);
    assertThat(places(Identified.class)).containsExactly("1/3");
  }

  /** GNERR 39 comes once and may get lost. */
  @Test
  void aPumpThatIsNoLongerToldIsRemovedAfterTwoCycles() {
    openWith("50111", "50113");
    talk.run(5_000);
    talk.forget();
    rack.pumps.remove("50113");
    talk.run(3_500);
    assertThat(talk.effects(Lost.class)).containsExactly(new Lost("1/3", LossReason.REMOVED));
    assertThat(places(Report.class)).contains("1/1");
    rack.pumps.clear();
    talk.run(3_500);
    assertThat(talk.effects(Lost.class)).contains(new Lost("1/1", LossReason.REMOVED));
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void oneCycleWithoutAPumpIsNoLoss() {
    openWith("50111", "50113");
    talk.run(5_000);
    Map<String, String> values = rack.pumps.remove("50113");
    long gets = rack.gets();
    while (rack.gets() == gets) {
      talk.run(10);
    }
    rack.put("50113", values);
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void anotherPumpInTheSamePlaceIsAnotherPump() {
    openWith("50111");
    talk.run(5_000);
    talk.forget();
    rack.put("50111", pump(99, "INRT", "7.00"));
    talk.run(4_000);
    List<Effect> told =
        talk.entries().stream()
            .map(Talk.Entry::effect)
            .filter(effect -> !(effect instanceof Effect.Send))
            .toList();
    int lost = told.indexOf(new Lost("1/1", LossReason.DIFFERENT_PUMP));
    assertThat(told.get(lost + 1))
        .isInstanceOfSatisfying(
            Identified.class, one -> assertThat(one.pump().serialNumber()).isEqualTo("99"));
    assertThat(told.subList(0, lost))
        .as("nothing of the new one is told as the old one's")
        .noneMatch(
            effect ->
                effect instanceof Report report
                    && report.observation().rate().equals(rate("7.00")));
    assertThat(told.get(lost + 2)).isInstanceOf(Report.class);
  }

  private static Optional<Quantity> rate(String mlPerHour) {
    return Optional.of(Quantity.of(mlPerHour, "mL/h"));
  }

  @Test
  void twoPumpsThatChangePlacesAreBothDifferent() {
    openWith("50111", "50112");
    talk.run(5_000);
    talk.forget();
    rack.put("50111", pump(40_865));
    rack.put("50112", pump(40_864));
    talk.run(4_000);
    assertThat(talk.effects(Lost.class))
        .containsExactly(
            new Lost("1/1", LossReason.DIFFERENT_PUMP), new Lost("1/2", LossReason.DIFFERENT_PUMP));
    assertThat(serials()).containsExactly("40865", "40864");
  }

  private static Map<String, String> nameless(String... changes) {
    Map<String, String> values = with(changes);
    values.remove("INSERNUM");
    values.remove("INNR");
    return values;
  }

  @Test
  void aPumpWithoutSerialNumberIsFollowedAfterTwoReads() {
    rack.put("50111", nameless());
    talk.open();
    talk.run(1_500);
    assertThat(talk.identified()).isEmpty();
    talk.run(1_000);
    assertThat(serials()).containsExactly("");
    assertThat(talk.reports()).isNotEmpty();
  }

  /** GNNEW is all that tells it from its predecessor. */
  @Test
  void aNewPumpWithoutSerialNumberIsAnotherOne() {
    rack.put("50111", nameless());
    talk.open();
    talk.run(4_000);
    talk.forget();
    Map<String, String> fresh = new LinkedHashMap<>();
    fresh.put("GNNEW", "688F030006");
    nameless().forEach(fresh::putIfAbsent);
    fresh.remove("GNMODEL");
    rack.accidents.add(
        first ->
            BccVectors.framed(BccVectors.BED, BccVectors.records("50111", fresh), false, true));
    talk.run(3_000);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(talk.identified()).hasSize(1);
  }

  @Test
  void valuesWithoutTheSerialNumberAreNobodys() {
    openWith("50111");
    talk.run(5_000);
    talk.forget();
    rack.put("50111", nameless("INRT", "9.99"));
    talk.run(900);
    assertThat(talk.reports()).noneMatch(report -> report.rate().equals(rate("9.99")));
    talk.run(3_000);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(serials()).containsExactly("");
  }

  @Test
  void aRackThatFallsSilentIsLostWithAllItsPumpsAndGreetedAgain() {
    openWith("50111", "50113");
    talk.run(5_000);
    talk.forget();
    rack.gone = true;
    talk.run(6_500);
    assertThat(talk.effects(Lost.class))
        .containsExactly(new Lost("1/1", LossReason.SILENT), new Lost("1/3", LossReason.SILENT));
    assertThat(talk.isAnswered()).isFalse();
    talk.run(60_000);
    assertThat(talk.timesSent(GREETING)).hasSizeBetween(8, 16);
    assertThat(talk.state()).isIn("lost", "identifying");
    rack.gone = false;
    talk.run(8_000);
    assertThat(places(Identified.class)).containsExactly("1/1", "1/3");
  }

  @Test
  void vainGreetingsGrowFromOneSecondToFive() {
    rack.gone = true;
    talk.open();
    talk.run(40_000);
    List<Long> times = talk.timesSent(GREETING);
    assertThat(times.get(1) - times.get(0)).isBetween(2_000L, 2_200L);
    assertThat(times.get(times.size() - 1) - times.get(times.size() - 2)).isBetween(6_000L, 6_300L);
  }

  @Test
  void aRackWithAnotherBedIdIsGreetedAgainAndAdopted() {
    openWith("50111");
    talk.run(5_000);
    talk.forget();
    rack.bed = "Bed9";
    talk.run(12_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(places(Identified.class)).containsExactly("1/1");
    assertThat(rack.gets()).isPositive();
  }

  /** Page 15: a code that begins with 4 is about one pump that cannot be reached. */
  @Test
  void aPumpThatTheRackCannotReachIsSilentAndNotRemoved() {
    openWith("50111", "50113");
    talk.run(5_000);
    talk.forget();
    rack.put("50113", Map.of("GNERR", "41"));
    talk.run(3_500);
    assertThat(talk.effects(Lost.class)).containsExactly(new Lost("1/3", LossReason.SILENT));
    assertThat(places(Report.class)).contains("1/1");
  }

  /** Page 15: a code that begins with 5 is about the whole rack. */
  @Test
  void aRackThatDoesNotKnowItsPumpsLosesThemButStaysAnswered() {
    openWith("50111");
    talk.run(5_000);
    talk.forget();
    rack.instead = "214,50100,GNERR,51";
    talk.run(10_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(talk.isAnswered()).isTrue();
    assertThat(talk.timesSent(GREETING)).isEmpty();
  }

  @Test
  void aRackThatDoesNotUnderstandIsGreetedAgain() {
    openWith("50111");
    talk.run(5_000);
    talk.forget();
    rack.instead = "214,50100,GNERR,68";
    talk.run(6_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(talk.timesSent(GREETING)).isNotEmpty();
  }

  /** Page 46: in cyclic mode each block must be acknowledged, or no further one comes. */
  @Test
  void blocksThatNobodyAskedForAreReadAndAcknowledged() {
    openWith("50111", "50113");
    talk.run(5_000);
    talk.forget();
    rack.heard.clear();
    rack.put("50111", pump(40_864, "INA3", "1", "INM3", "0", "INRT", "0"));
    long gets = rack.gets();
    talk.inject(rack.framed(BccVectors.records("50111", rack.pumps.get("50111")), false));
    talk.run(250);
    assertThat(rack.gets()).isEqualTo(gets);
    assertThat(rack.heard).containsExactly("ACK");
    talk.run(5_000);
    assertThat(talk.losses()).as("it said nothing of the others").isEmpty();
    assertThat(talk.reports())
        .anySatisfy(
            report -> {
              assertThat(report.status()).isEqualTo(PumpStatus.ALARM);
              assertThat(report.alarms()).hasSize(1);
            });
  }

  @Test
  void aRackThatSaysUnaskedThatItHasNoMoreIsNotThanked() {
    openWith("50111");
    talk.run(5_000);
    rack.heard.clear();
    talk.inject(rack.framed("3,50100,GNERR,11", false));
    talk.run(250);
    assertThat(rack.heard).isEmpty();
  }

  @Test
  void aProgrammeIsRefusedAndNothingIsSent() {
    openWith("50111");
    talk.run(5_000);
    talk.forget();
    talk.program(new Programme("o1", "1/1", Quantity.of("5", "mL/h"), Optional.empty()));
    assertThat(talk.outcomes())
        .singleElement()
        .isInstanceOfSatisfying(
            ProgrammeOutcome.Refused.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(ProgrammeOutcome.Reason.NOT_SUPPORTED));
    assertThat(talk.sent()).isEmpty();
  }

  @Test
  void stoppingReleasesEveryPumpAndSendsNothing() {
    openWith("50111", "50113");
    talk.run(5_000);
    talk.forget();
    talk.stop();
    talk.run(5_000);
    assertThat(talk.losses()).containsExactly(LossReason.RELEASED, LossReason.RELEASED);
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.isReleased()).isTrue();
    assertThat(talk.state()).isEqualTo("closed");
    assertThat(talk.isAnswered()).isFalse();
  }

  @Test
  void aPortThatGoesTakesEveryPumpWithIt() {
    openWith("50111", "50113");
    talk.run(5_000);
    talk.forget();
    talk.unplug();
    assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED, LossReason.UNPLUGGED);
    talk.forget();
    talk.inject(Bytes.fromHex("0102"));
    talk.run(3_000);
    assertThat(talk.sent()).isEmpty();
    talk.open();
    talk.run(3_000);
    assertThat(places(Identified.class)).containsExactly("1/1", "1/3");
  }

  @Test
  void openingAgainBeginsAnew() {
    openWith("50111");
    talk.run(5_000);
    talk.forget();
    talk.open();
    assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(talk.sent()).containsExactly(GREETING);
  }

  @Test
  void nothingButReadingIsEverSent() {
    openWith("50111", "50113");
    talk.run(20_000);
    rack.accidents.add(wire -> Bytes.of(wire.toArray(), 0, 30));
    talk.run(20_000);
    rack.gone = true;
    talk.run(20_000);
    assertThat(rack.heard).containsOnly("1/1/1>ADMIN:ALIVE", GET, "ACK", "NAK");
  }
}
