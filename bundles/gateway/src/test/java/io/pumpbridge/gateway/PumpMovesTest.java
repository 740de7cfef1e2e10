// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.OCCLUSION;
import static io.pumpbridge.gateway.Examples.OTHER_PUMP;
import static io.pumpbridge.gateway.Examples.PUMP;
import static io.pumpbridge.gateway.Examples.judgement;
import static io.pumpbridge.gateway.Examples.reading;
import static io.pumpbridge.model.event.EventName.ADVISORY_CLEARED;
import static io.pumpbridge.model.event.EventName.ADVISORY_RAISED;
import static io.pumpbridge.model.event.EventName.ALARM;
import static io.pumpbridge.model.event.EventName.ASSOCIATION_DROPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.gateway.AdvisoryWatch.Level;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A pump goes to another port, or another place of a rack: it is the same pump. */
class PumpMovesTest {
  private static final Judgement WITHIN = judgement(Verdict.WITHIN, ReasonCode.WITHIN_LIMITS);
  private static final Judgement HARD = judgement(Verdict.HARD_HIGH, ReasonCode.HARD_LIMIT_PASSED);

  private final Examples.ToldJudge judge = new Examples.ToldJudge();
  private final List<Event> said = new ArrayList<>();
  private final Map<String, PortWatch> ports = new TreeMap<>();
  private final PortWatch.Neighbours neighbours =
      new PortWatch.Neighbours() {
        @Override
        public boolean follows(PumpIdentity pump, PortId here) {
          return others(here).stream().anyMatch(watch -> watch.state().follows(pump));
        }

        @Override
        public Optional<PumpWatch> find(PumpIdentity pump, PortId here) {
          return others(here).stream().flatMap(watch -> watch.find(pump).stream()).findFirst();
        }

        private List<PortWatch> others(PortId here) {
          Map<String, PortWatch> others = new TreeMap<>(ports);
          others.remove(here.path());
          return List.copyOf(others.values());
        }
      };

  private final PortWatch here = port("/dev/here");
  private final PortWatch there = port("/dev/there");

  private PortWatch port(String path) {
    PortWatch watch =
        new PortWatch(
            new PortId(path), judge, Settings.of(10, "", 30), Examples.saidTo(said), neighbours);
    ports.put(path, watch);
    return watch;
  }

  private void read(PortWatch port, String place, Judgement judgement) {
    judge.answer = judgement;
    port.heard(new Effect.Report(place, reading(PumpStatus.INFUSING, "50.00")), 0);
  }

  private void standing() {
    here.heard(new Effect.Identified(PUMP), 0);
    read(here, Effect.ONLY, HARD);
  }

  private void move() {
    here.gone(LossReason.UNPLUGGED, 1_000);
    there.heard(new Effect.Identified(PUMP), 2_000);
  }

  /** Of advisories and associations, since it was asked last. */
  private List<EventName> told() {
    List<EventName> names =
        Examples.names(said).stream()
            .filter(List.of(ADVISORY_RAISED, ADVISORY_CLEARED, ASSOCIATION_DROPPED)::contains)
            .toList();
    said.clear();
    return names;
  }

  @Test
  void anAdvisoryGoesAlongAndIsClearedWhereThePumpIsNow() {
    standing();
    move();
    here.tick(2_100);
    assertThat(told()).containsExactly(ADVISORY_RAISED);
    assertThat(here.state().level()).isEqualTo(Level.NONE);
    assertThat(there.state().level()).isEqualTo(Level.HARD);
    read(there, Effect.ONLY, WITHIN);
    here.tick(60_000);
    assertThat(told()).containsExactly(ADVISORY_CLEARED);
    assertThat(judge.dropped).isEmpty();
  }

  @Test
  void whatStandsIsNotSaidTwice() {
    standing();
    move();
    read(there, Effect.ONLY, HARD);
    here.tick(60_000);
    read(there, Effect.ONLY, HARD);
    assertThat(told()).containsExactly(ADVISORY_RAISED);
  }

  /** As where a cable is put over and the old port is silent for a while before it counts. */
  @Test
  void theSameHoldsWhereTheOldPortNoticesLater() {
    standing();
    there.heard(new Effect.Identified(PUMP), 1_000);
    read(there, Effect.ONLY, HARD);
    here.gone(LossReason.SILENT, 4_000);
    assertThat(judge.lost).as("it is not lost").isEmpty();
    here.tick(40_000);
    assertThat(told()).containsExactly(ADVISORY_RAISED);
    assertThat(there.state().level()).isEqualTo(Level.HARD);
    read(there, Effect.ONLY, WITHIN);
    assertThat(told()).containsExactly(ADVISORY_CLEARED);
  }

  @Test
  void thatAPumpIsLostInItsOldPlaceIsNotTheLastWordOnIt() {
    standing();
    there.heard(new Effect.Identified(PUMP), 1_000);
    said.clear();
    here.gone(LossReason.SILENT, 4_000);
    assertThat(said)
        .extracting(event -> event.details().text("port") + " " + event.details().text("state"))
        .containsExactly("/dev/here lost", "/dev/there connected");
    assertThat(here.state().isLost()).isFalse();
    assertThat(here.state().level()).isEqualTo(Level.NONE);
    assertThat(there.state().level()).isEqualTo(Level.HARD);
  }

  @Test
  void anAlarmOfAPumpThatIsSoonGoneFromItsNewPortTooIsNotKnownOnce() {
    here.heard(new Effect.Identified(PUMP), 0);
    here.heard(new Effect.Report(reading(PumpStatus.ALARM, "0.00", OCCLUSION)), 0);
    there.heard(new Effect.Identified(PUMP), 1_000);
    there.heard(new Effect.Report(reading(PumpStatus.ALARM, "0.00", OCCLUSION)), 1_100);
    here.gone(LossReason.SILENT, 4_000);
    here.tick(40_000);
    there.gone(LossReason.UNPLUGGED, 50_000);
    here.tick(90_000);
    there.tick(90_000);
    assertThat(said.stream().filter(event -> event.name().lane() == Lane.ALARM))
        .extracting(event -> event.name() + event.details().findText("phase").orElse(""))
        .containsExactly("ALARMstart", "ALERTS_UNKNOWN");
  }

  @Test
  void aPumpThatIsSoonGoneFromItsNewPortTooTakesItsAdvisoryWithItOnce() {
    standing();
    move();
    here.tick(2_100);
    there.gone(LossReason.SILENT, 5_000);
    assertThat(judge.lost).containsExactly(PUMP.serialNumber(), PUMP.serialNumber());
    here.tick(60_000);
    there.tick(60_000);
    assertThat(told()).containsExactly(ADVISORY_RAISED, ADVISORY_CLEARED, ASSOCIATION_DROPPED);
  }

  @Test
  void aPumpThatComesBackGoesOnToo() {
    standing();
    move();
    here.tick(2_100);
    there.gone(LossReason.UNPLUGGED, 5_000);
    here.heard(new Effect.Identified(PUMP), 6_000);
    there.tick(60_000);
    read(here, Effect.ONLY, WITHIN);
    assertThat(told()).containsExactly(ADVISORY_RAISED, ADVISORY_CLEARED);
    assertThat(judge.dropped).isEmpty();
  }

  @Test
  void anotherPlaceOfTheSameRackIsNoOtherPump() {
    here.heard(new Effect.Identified("1/1", PUMP), 0);
    read(here, "1/1", HARD);
    here.heard(new Effect.Lost("1/1", LossReason.REMOVED), 1_000);
    here.heard(new Effect.Identified("1/2", PUMP), 2_000);
    here.tick(60_000);
    read(here, "1/2", HARD);
    assertThat(told()).containsExactly(ADVISORY_RAISED);
    assertThat(judge.dropped).isEmpty();
    read(here, "1/2", WITHIN);
    assertThat(told()).containsExactly(ADVISORY_CLEARED);
    assertThat(here.state().isLost()).isFalse();
  }

  @Test
  void pumpsThatChangePlacesEndNobodysStoryButTheirOwn() {
    standing();
    there.heard(new Effect.Identified(OTHER_PUMP), 0);
    told();
    here.gone(LossReason.UNPLUGGED, 1_000);
    there.gone(LossReason.UNPLUGGED, 1_000);
    there.heard(new Effect.Identified(PUMP), 2_000);
    here.heard(new Effect.Identified(OTHER_PUMP), 2_000);
    assertThat(judge.dropped).containsExactly(OTHER_PUMP.serialNumber());
    assertThat(told()).containsExactly(ASSOCIATION_DROPPED);
    assertThat(there.state().level()).isEqualTo(Level.HARD);
    assertThat(here.state().level()).isEqualTo(Level.NONE);
  }

  @Test
  void anotherProtocolInItsOldPlaceEndsNothingOfItEither() {
    standing();
    move();
    here.heard(new Effect.Identified(new PumpIdentity("dianet", "d", "", "7", "")), 2_000);
    assertThat(told()).containsExactly(ADVISORY_RAISED);
    assertThat(judge.dropped).isEmpty();
    assertThat(there.state().level()).isEqualTo(Level.HARD);
  }

  @Test
  void anAlarmThatEndedOnTheWayIsSaidToHaveEnded() {
    here.heard(new Effect.Identified(PUMP), 0);
    here.heard(new Effect.Report(reading(PumpStatus.ALARM, "0.00", OCCLUSION)), 0);
    move();
    there.heard(new Effect.Report(reading(PumpStatus.STOPPED, "0.00")), 3_000);
    assertThat(said.stream().filter(event -> event.name() == ALARM))
        .extracting(event -> event.details().text("phase"))
        .containsExactly("start", "end");
  }
}
