// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.OCCLUSION;
import static io.pumpbridge.gateway.Examples.OTHER_PUMP;
import static io.pumpbridge.gateway.Examples.PUMP;
import static io.pumpbridge.gateway.Examples.judgement;
import static io.pumpbridge.gateway.Examples.names;
import static io.pumpbridge.gateway.Examples.reading;
import static io.pumpbridge.model.event.EventName.ADVISORY_CLEARED;
import static io.pumpbridge.model.event.EventName.ADVISORY_RAISED;
import static io.pumpbridge.model.event.EventName.ALARM;
import static io.pumpbridge.model.event.EventName.ALERTS_UNKNOWN;
import static io.pumpbridge.model.event.EventName.ASSOCIATION_DROPPED;
import static io.pumpbridge.model.event.EventName.COMM_STATUS_CHANGE;
import static io.pumpbridge.model.event.EventName.PUMP_IDENTIFIED;
import static io.pumpbridge.model.event.EventName.SAMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PumpWatchTest {
  private final Examples.ToldJudge judge = new Examples.ToldJudge();
  private final PumpWatch watch =
      new PumpWatch(new PortId("/dev/pump"), "", judge, Settings.of(10, "", 30));

  @Test
  void aPumpIsNotBelievedBeforeItSaidWhoItIs() {
    assertThat(watch.reported(reading(PumpStatus.INFUSING, "5.00"), 0)).isEmpty();
  }

  @Test
  void anIdentifiedPumpIsAnnouncedWithItsPort() {
    assertThat(names(watch.identified(PUMP, Optional.empty())))
        .containsExactly(PUMP_IDENTIFIED, COMM_STATUS_CHANGE);
    assertThat(watch.isFollowing()).isTrue();
  }

  @Test
  void anAdvisoryComesBeforeEverythingElse() {
    watch.identified(PUMP, Optional.empty());
    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    assertThat(names(watch.reported(reading(PumpStatus.INFUSING, "50.00"), 0)))
        .containsExactly(ADVISORY_RAISED, SAMPLE);
  }

  @Test
  void whereTheGatewayStandsIsToldToTheJudge() {
    PumpWatch inWard =
        new PumpWatch(new PortId("/dev/pump"), "", judge, Settings.of(10, "Intensive care", 30));
    inWard.identified(PUMP, Optional.empty());
    inWard.reported(reading(PumpStatus.INFUSING, "5.00"), 0);
    watch.identified(PUMP, Optional.empty());
    watch.reported(reading(PumpStatus.INFUSING, "5.00"), 0);
    assertThat(judge.careAreas).containsExactly("Intensive care");
  }

  @Test
  void aLossIsSaidOnceAndTheSamePumpContinuesItsStory() {
    watch.identified(PUMP, Optional.empty());
    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    watch.reported(reading(PumpStatus.INFUSING, "50.00"), 0);
    assertThat(names(watch.lost(LossReason.UNPLUGGED, 0))).containsExactly(COMM_STATUS_CHANGE);
    assertThat(watch.lost(LossReason.SILENT, 0)).isEmpty();
    assertThat(names(watch.identified(PUMP, Optional.empty())))
        .containsExactly(PUMP_IDENTIFIED, COMM_STATUS_CHANGE);
    assertThat(watch.level()).isEqualTo(AdvisoryWatch.Level.HARD);
    assertThat(judge.dropped).isEmpty();
  }

  @Test
  void anotherPumpOnThePortEndsTheStoryAndDropsTheAssociation() {
    watch.identified(PUMP, Optional.empty());
    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    watch.reported(reading(PumpStatus.INFUSING, "50.00"), 0);
    watch.lost(LossReason.UNPLUGGED, 0);
    assertThat(names(watch.identified(OTHER_PUMP, Optional.empty())))
        .containsExactly(
            ADVISORY_CLEARED, ASSOCIATION_DROPPED, PUMP_IDENTIFIED, COMM_STATUS_CHANGE);
    assertThat(judge.dropped).containsExactly(PUMP.serialNumber());
    assertThat(watch.level()).isEqualTo(AdvisoryWatch.Level.NONE);
  }

  @Test
  void aPumpThatStaysAwayTooLongLosesItsAssociationOnce() {
    watch.identified(PUMP, Optional.empty());
    watch.lost(LossReason.SILENT, 1_000);
    assertThat(watch.tick(30_999)).isEmpty();
    assertThat(names(watch.tick(31_000))).containsExactly(ASSOCIATION_DROPPED);
    assertThat(watch.tick(100_000)).as("said once").isEmpty();
    assertThat(judge.dropped).containsExactly(PUMP.serialNumber());
    assertThat(names(watch.identified(PUMP, Optional.empty())))
        .containsExactly(PUMP_IDENTIFIED, COMM_STATUS_CHANGE);
  }

  /** Otherwise an empty bedside would go on alarming. */
  @Test
  void aPumpThatStaysAwayTooLongTakesItsAdvisoryWithIt() {
    watch.identified(PUMP, Optional.empty());
    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    watch.reported(reading(PumpStatus.INFUSING, "50.00"), 0);
    watch.lost(LossReason.UNPLUGGED, 1_000);
    assertThat(watch.tick(30_999)).isEmpty();
    assertThat(watch.level()).as("it may come back").isEqualTo(AdvisoryWatch.Level.HARD);
    List<Event> ended = watch.tick(31_000);
    assertThat(names(ended)).containsExactly(ADVISORY_CLEARED, ASSOCIATION_DROPPED);
    assertThat(ended.get(0).details().toString()).contains("has not answered for 30 s");
    assertThat(watch.level()).isEqualTo(AdvisoryWatch.Level.NONE);
    assertThat(watch.state().isLost()).isTrue();
    watch.identified(PUMP, Optional.empty());
    assertThat(names(watch.reported(reading(PumpStatus.INFUSING, "50.00"), 40_000)))
        .as("and is judged as ever when it does")
        .contains(ADVISORY_RAISED);
  }

  private void alarming() {
    watch.identified(PUMP, Optional.empty());
    watch.reported(reading(PumpStatus.ALARM, "0.00", OCCLUSION), 0);
  }

  /** It has not ended: a pump without its cable goes on ringing. */
  @Test
  void anAlarmOfAPumpThatStaysAwayTooLongIsNotKnownAnyMore() {
    alarming();
    watch.lost(LossReason.UNPLUGGED, 1_000);
    assertThat(watch.tick(30_999)).isEmpty();
    List<Event> ended = watch.tick(31_000);
    assertThat(names(ended)).containsExactly(ALERTS_UNKNOWN, ASSOCIATION_DROPPED);
    assertThat(ended.get(0).pump()).contains(PUMP);
    assertThat(ended.get(0).channel()).contains("1");
    assertThat(ended.get(0).details().toString())
        .contains("AL_OCCLU", "196940", "has not answered for 30 s");
    assertThat(watch.tick(100_000)).as("said once").isEmpty();
  }

  @Test
  void whatStandsWhenThePumpIsBackIsSaidToStartAndWhatDoesNotIsNotSaidToEnd() {
    alarming();
    watch.lost(LossReason.UNPLUGGED, 1_000);
    watch.tick(31_000);
    watch.identified(PUMP, Optional.empty());
    List<Event> back = watch.reported(reading(PumpStatus.ALARM, "0.00", OCCLUSION), 31_100);
    assertThat(names(back)).containsExactly(ALARM, SAMPLE);
    assertThat(back.get(0).details().toString()).contains("\"phase\":\"start\"");

    watch.lost(LossReason.UNPLUGGED, 32_000);
    watch.tick(62_000);
    watch.identified(PUMP, Optional.empty());
    watch.reported(reading(PumpStatus.ALARM, "0.00"), 62_100);
    watch.lost(LossReason.UNPLUGGED, 63_000);
    assertThat(names(watch.tick(93_000))).containsExactly(ASSOCIATION_DROPPED);
  }

  /** It is how a server learns that what it does not know of is over. */
  @Test
  void aChannelThatIsHeardAgainIsSampledAtOnce() {
    alarming();
    watch.lost(LossReason.UNPLUGGED, 1_000);
    watch.tick(31_000);
    watch.identified(PUMP, Optional.empty());
    assertThat(names(watch.reported(reading(PumpStatus.ALARM, "0.00"), 9_999)))
        .containsExactly(SAMPLE);
  }

  @Test
  void anAlarmThatEndedInAShortAbsenceIsSaidToHaveEnded() {
    alarming();
    watch.lost(LossReason.UNPLUGGED, 1_000);
    watch.identified(PUMP, Optional.empty());
    List<Event> back = watch.reported(reading(PumpStatus.ALARM, "0.00"), 2_000);
    assertThat(names(back)).containsExactly(ALARM, SAMPLE);
    assertThat(back.get(0).details().toString()).contains("\"phase\":\"end\"");
  }

  @Test
  void anotherPumpInItsPlaceLeavesNoAlarmStanding() {
    alarming();
    watch.lost(LossReason.UNPLUGGED, 1_000);
    assertThat(names(watch.identified(OTHER_PUMP, Optional.empty())))
        .containsExactly(ALERTS_UNKNOWN, ASSOCIATION_DROPPED, PUMP_IDENTIFIED, COMM_STATUS_CHANGE);
  }

  /** To whoever may not have heard of it; the phase is IHE ACM's for what began before. */
  @Test
  void whatStandsCanBeSaidAgain() {
    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    alarming();
    List<Event> again = watch.again();
    assertThat(names(again)).containsExactly(ADVISORY_RAISED, ALARM);
    assertThat(again.get(1).details().toString()).contains("\"phase\":\"continue\"");
    watch.lost(LossReason.UNPLUGGED, 1_000);
    watch.tick(31_000);
    assertThat(watch.again()).isEmpty();
  }

  @Test
  void aPumpThatComesBackInTimeKeepsItsAssociation() {
    watch.identified(PUMP, Optional.empty());
    watch.lost(LossReason.UNPLUGGED, 0);
    watch.tick(29_000);
    watch.identified(PUMP, Optional.empty());
    assertThat(watch.tick(60_000)).isEmpty();
    assertThat(judge.dropped).isEmpty();
  }

  /** A maker may number each of its models from one on: of dianet-star it is known. */
  @Test
  void anotherModelWithTheSameSerialNumberIsAnotherPump() {
    watch.identified(dianet("Perfusor compact"), Optional.empty());
    judge.answer = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);
    watch.reported(reading(PumpStatus.INFUSING, "50.00"), 0);
    watch.lost(LossReason.DIFFERENT_PUMP, 0);
    List<Event> ended = watch.identified(dianet("Infusomat fmS"), Optional.empty());
    assertThat(names(ended))
        .containsExactly(
            ADVISORY_CLEARED, ASSOCIATION_DROPPED, PUMP_IDENTIFIED, COMM_STATUS_CHANGE);
    assertThat(ended.get(0).details().toString())
        .contains("another pump with the same serial number answers: Infusomat fmS");
  }

  private static PumpIdentity dianet(String model) {
    return new PumpIdentity("dianet", "bbraun-dianet", model, "12345", "1.0");
  }

  /** Nothing proves that it is the same one again. */
  @Test
  void aPumpWithoutSerialNumberIsAlwaysAnotherPump() {
    PumpIdentity nameless = new PumpIdentity("as50", "as50", "AS50", "", "");
    watch.identified(nameless, Optional.empty());
    watch.lost(LossReason.UNPLUGGED, 0);
    assertThat(names(watch.identified(nameless, Optional.empty())))
        .containsExactly(ASSOCIATION_DROPPED, PUMP_IDENTIFIED, COMM_STATUS_CHANGE);
  }

  /** Else nobody could tell two of them apart, and the end of one's alarm would end the other's. */
  @Test
  void whatIsSaidOfAPumpWithoutSerialNumberNamesItsPort() {
    PumpIdentity nameless = new PumpIdentity("as50", "as50", "AS50", "", "");
    PumpWatch slot = new PumpWatch(new PortId("/dev/rack"), "1/2", judge, Settings.of(10, "", 30));
    slot.identified(nameless, Optional.empty());
    List<Event> said =
        new ArrayList<>(slot.reported(reading(PumpStatus.ALARM, "0.00", OCCLUSION), 0));
    said.addAll(slot.again());
    slot.lost(LossReason.UNPLUGGED, 0);
    said.addAll(slot.identified(nameless, Optional.empty()));
    assertThat(names(said)).contains(ALARM, SAMPLE, ALERTS_UNKNOWN);
    assertThat(said)
        .filteredOn(event -> event.name() != ASSOCIATION_DROPPED)
        .allSatisfy(
            event ->
                assertThat(event.details().toString())
                    .contains("\"port\":\"/dev/rack\"", "\"place\":\"1/2\""));
    alarming();
    assertThat(watch.again().get(0).details().has("port")).as("it may move").isFalse();
  }

  @Test
  void aPumpCannotMakeTheBridgeGrowByInventingChannels() {
    watch.identified(PUMP, Optional.empty());
    List<Boolean> heard = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Observation one = reading(PumpStatus.INFUSING, "5.00");
      Observation renamed =
          new Observation(
              "channel " + i,
              one.status(),
              one.rate(),
              one.volumeInfused(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of());
      heard.add(!watch.reported(renamed, 0).isEmpty());
    }
    assertThat(heard).filteredOn(yes -> yes).hasSize(32);
  }
}
