// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.measure.Quantity;
import java.util.List;
import java.util.Optional;

/** A driver's talk with a scripted pump, and what can be asked about it. */
final class DianetScene {

  /** What is sent for one programme that goes well. */
  static final List<String> ALL_WELL =
      List.of("01", "06", "04", "02", "10:01", "01", "02", "12", "04", "10:00");

  /** From this request on the pump is held, and must be given back. */
  static final int FIRST_CONTROL = 4;

  /** From this request on nobody knows what the pump holds until it is read back. */
  static final int FIRST_WRITE = 7;

  static final int LAST_RELEASE = 9;

  final DianetDriver driver;
  final ScriptedDianetPump pump;
  final Talk talk;

  private DianetScene(DianetDriver driver, ScriptedDianetPump pump) {
    this.driver = driver;
    this.pump = pump;
    this.talk = new Talk(driver.newSession(), pump);
  }

  /** A running pump that is only looked at. */
  static DianetScene watching() {
    return new DianetScene(
        new DianetDriver(DianetProfiles.shipped(), 1_000, false), ScriptedDianetPump.running());
  }

  /** A pump that stands still, at a site that has enabled setting it. */
  static DianetScene programming() {
    return new DianetScene(
        new DianetDriver(DianetProfiles.shipped(), 1_000, true), ScriptedDianetPump.stopped());
  }

  static Programme rate(String rate) {
    return new Programme("order-1", Effect.ONLY, Quantity.of(rate, "mL/h"), Optional.empty());
  }

  static Programme rateAndVolume(String rate, String volume) {
    return new Programme(
        "order-1", Effect.ONLY, Quantity.of(rate, "mL/h"), Optional.of(Quantity.of(volume, "mL")));
  }

  /** Up to where the pump is followed and nothing is under way. */
  void follow() {
    talk.open();
    talk.run(250);
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.reports()).hasSize(1);
    talk.forget();
    pump.heard.clear();
  }

  /** Follows, programmes, and waits for the outcome. */
  ProgrammeOutcome outcome(Programme programme) {
    follow();
    talk.program(programme);
    for (int i = 0; i < 2_000 && talk.outcomes().isEmpty(); i++) {
      talk.run(5);
    }
    return talk.outcome();
  }

  /** Until the pump has heard the request at that place in {@link #ALL_WELL}. */
  void runUntilHeard(int request) {
    while (pump.heard.size() <= request) {
      talk.run(5);
    }
  }

  void assertRefused(ProgrammeOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(Refused.class, no -> assertThat(no.reason()).isEqualTo(reason));
    assertThat(pump.targets).as("it is as it was").isEqualTo(DianetVectors.TARGETS_DATA);
    assertThat(pump.mode).as("it is not held").isZero();
  }

  static void assertFailed(ProgrammeOutcome outcome, Reason reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(Failed.class, no -> assertThat(no.reason()).isEqualTo(reason));
  }

  /** Refused before the write, failed from it on. */
  void assertEnded(int request, Reason reason) {
    if (request < FIRST_WRITE) {
      assertThat(((Refused) talk.outcome()).reason()).isEqualTo(reason);
    } else {
      assertThat(((Failed) talk.outcome()).reason()).isEqualTo(reason);
    }
  }

  /** Then following may have gone on. */
  void assertHeardAllInOrder() {
    assertThat(pump.heard.subList(0, ALL_WELL.size())).isEqualTo(ALL_WELL);
    assertThat(List.of("01", "02", "03", "04"))
        .containsAll(pump.heard.subList(ALL_WELL.size(), pump.heard.size()));
  }

  void assertNothingWasTaken() {
    assertThat(pump.heard).doesNotContain("10:01", "12");
  }
}
