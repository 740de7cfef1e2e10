// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.pump;
import static io.pumpbridge.drivers.bcc.RackScene.GET;
import static io.pumpbridge.drivers.bcc.RackScene.GREETING;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Greeting a rack, polling it, and what is never said to it. */
final class BccSessionTest {

  private final RackScene scene = new RackScene();

  @Test
  void theFirstBytesAreTheGreetingAndNothingElse() {
    scene.rack.gone = true;
    scene.talk.open();
    scene.talk.run(600);
    assertThat(scene.talk.sent()).containsExactly(GREETING);
    assertThat(scene.talk.state()).isEqualTo("identifying");
    assertThat(scene.talk.isAnswered()).isFalse();
  }

  @Test
  void aPumpIsFoundAndReportedWithinThreeSeconds() {
    scene.openWith("50113");
    scene.talk.run(1_500);
    assertThat(scene.talk.isAnswered()).isTrue();
    assertThat(scene.talk.effects(Identified.class))
        .containsExactly(
            new Identified(
                "1/3",
                new PumpIdentity("bcc", "bbraun-bcc", "Perfusor Space", "40864", "688F030006")));
    assertThat(scene.talk.reports()).as("one read is none").isEmpty();
    scene.talk.run(1_500);
    assertThat(scene.places(Report.class)).containsOnly("1/3");
    assertThat(scene.talk.reports().get(0).rate()).hasValue(Quantity.of("0.30", "mL/h"));
    assertThat(scene.talk.noise()).isZero();
  }

  @Test
  void theDialogueIsThatOfTheDocument() {
    scene.openWith("50111", "50113");
    scene.talk.run(2_700);
    assertThat(scene.rack.heard)
        .startsWith("1/1/1>ADMIN:ALIVE", "ACK", GET, "ACK", "ACK", GET, "ACK", "ACK");
  }

  /** Page 9: a tenth of a second before each ACK, half a second before each MEM:GET. */
  @Test
  void theWaitsAreKept() {
    scene.openWith("50111", "50113");
    scene.talk.run(10_000);
    List<Long> acks = scene.talk.timesSent(BccMessages.ACK);
    List<Long> gets =
        scene.talk.timesSent(
            BccMessages.request(BccMessages.RackRequest.GET, BccVectors.BED, BccStuffing.ON));
    assertThat(gets).hasSizeGreaterThan(7);
    for (long get : gets) {
      assertThat(acks).noneMatch(ack -> ack <= get && get - ack < BccSettings.REST_MS);
      assertThat(acks)
          .noneMatch(
              ack -> ack > get && ack - get < scene.rack.delayMs + BccSettings.ACKNOWLEDGE_WAIT_MS);
    }
    for (int i = 1; i < gets.size(); i++) {
      assertThat(gets.get(i) - gets.get(i - 1)).isBetween(1_000L, 1_200L);
    }
  }

  @Test
  void severalPumpsAreFollowedEachAtItsPlace() {
    scene.openWith("50111", "50113", "5011A", "50121");
    scene.talk.run(10_000);
    assertThat(scene.places(Identified.class)).containsExactly("1/1", "1/3", "1/A", "2/1");
    assertThat(scene.serials()).containsExactly("40864", "40865", "40866", "40867");
    assertThat(scene.places(Report.class)).contains("1/1", "1/3", "1/A", "2/1");
    assertThat(scene.talk.losses()).isEmpty();
  }

  @Test
  void aFullRackIsFollowedAndNoMorePlacesThanTheLimit() {
    String pumps = "123456789ABCDEFGHIJKLMNO";
    for (int i = 0; i < 24; i++) {
      scene.rack.put("5011" + pumps.charAt(i), pump(100 + i));
    }
    scene.talk.open();
    scene.talk.run(20_000);
    assertThat(scene.places(Identified.class)).hasSize(24);
    assertThat(scene.talk.effects(Report.class)).hasSizeGreaterThanOrEqualTo(24);
    for (int i = 0; i < 24; i++) {
      scene.rack.put("5012" + pumps.charAt(i), pump(200 + i));
    }
    scene.talk.run(40_000);
    assertThat(scene.places(Identified.class)).hasSize(BccSettings.MAX_PLACES);
    assertThat(scene.talk.losses()).isEmpty();
  }

  @Test
  void anEmptyRackIsAnsweredAndPolledOn() {
    scene.talk.open();
    scene.talk.run(30_000);
    assertThat(scene.talk.isAnswered()).isTrue();
    assertThat(scene.talk.state()).isEqualTo("following");
    assertThat(scene.talk.identified()).isEmpty();
    assertThat(scene.rack.gets()).isGreaterThan(20);
    assertThat(scene.rack.count("1/1/1>ADMIN:ALIVE")).isEqualTo(1);
    scene.rack.put("50112", pump(7));
    scene.talk.run(2_500);
    assertThat(scene.places(Identified.class)).containsExactly("1/2");
  }

  /** Page 46: in cyclic mode each block must be acknowledged, or no further one comes. */
  @Test
  void blocksThatNobodyAskedForAreReadAndAcknowledged() {
    scene.openWith("50111", "50113");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.heard.clear();
    scene.rack.put("50111", pump(40_864, "INA3", "1", "INM3", "0", "INRT", "0"));
    long gets = scene.rack.gets();
    scene.talk.inject(
        scene.rack.framed(BccVectors.records("50111", scene.rack.pumps.get("50111")), false));
    scene.talk.run(250);
    assertThat(scene.rack.gets()).isEqualTo(gets);
    assertThat(scene.rack.heard).containsExactly("ACK");
    scene.talk.run(5_000);
    assertThat(scene.talk.losses()).as("it said nothing of the others").isEmpty();
    assertThat(scene.talk.reports())
        .anySatisfy(
            report -> {
              assertThat(report.status()).isEqualTo(PumpStatus.ALARM);
              assertThat(report.alarms()).hasSize(1);
            });
  }

  /** Pages 11 and 38: _NV and _NA mean that the rack does not know now, not that it has ended. */
  @ParameterizedTest
  @CsvSource({
    "INA3, 1, _NA, 0",
    "INA3, 1, _NV, 0",
    "ALARM1, 00000400, _NA, 00000000",
    "RUNSTATE, 6, _NA, 2"
  })
  void anAlarmWhoseKeyIsNotAvailableHasNotEnded(
      String key, String standing, String missing, String over) {
    scene.rack.put("50111", pump(1, key, standing));
    scene.talk.open();
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.put("50111", pump(1, key, missing));
    scene.talk.run(6_000);
    assertThat(scene.talk.reports())
        .isNotEmpty()
        .allSatisfy(report -> assertThat(report.alarms()).hasSize(1));
    scene.rack.put("50111", pump(1, key, over));
    scene.talk.run(3_000);
    scene.talk.forget();
    scene.talk.run(3_000);
    assertThat(scene.talk.reports())
        .isNotEmpty()
        .allSatisfy(report -> assertThat(report.alarms()).isEmpty());
  }

  @Test
  void aRackThatSaysUnaskedThatItHasNoMoreIsNotThanked() {
    scene.openWith("50111");
    scene.talk.run(5_000);
    scene.rack.heard.clear();
    scene.talk.inject(scene.rack.framed("3,50100,GNERR,11", false));
    scene.talk.run(250);
    assertThat(scene.rack.heard).isEmpty();
  }

  @Test
  void aRackWithoutStuffingIsReadByAProfileWithoutEscapes() {
    ScriptedRack plain = new ScriptedRack();
    plain.stuffed = false;
    plain.put("50111", pump(1, "INSOL", "Dede"));
    Talk one = new Talk(BccSession.closed(BccVectors.settings(BccStuffing.OFF)), plain);
    one.open();
    one.run(5_000);
    assertThat(one.effects(Identified.class)).hasSize(1);
    assertThat(one.reports()).isNotEmpty().allMatch(r -> r.drug().orElse("").equals("Dede"));
  }

  @Test
  void aProgrammeIsRefusedAndNothingIsSent() {
    scene.openWith("50111");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.talk.program(new Programme("o1", "1/1", Quantity.of("5", "mL/h"), Optional.empty()));
    assertThat(scene.talk.outcomes())
        .singleElement()
        .isInstanceOfSatisfying(
            ProgrammeOutcome.Refused.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(ProgrammeOutcome.Reason.NOT_SUPPORTED));
    assertThat(scene.talk.sent()).isEmpty();
  }

  @Test
  void nothingButReadingIsEverSent() {
    scene.openWith("50111", "50113");
    scene.talk.run(20_000);
    scene.rack.accidents.add(wire -> Bytes.of(wire.toArray(), 0, 30));
    scene.talk.run(20_000);
    scene.rack.gone = true;
    scene.talk.run(20_000);
    assertThat(scene.rack.heard).containsOnly("1/1/1>ADMIN:ALIVE", GET, "ACK", "NAK");
  }
}
