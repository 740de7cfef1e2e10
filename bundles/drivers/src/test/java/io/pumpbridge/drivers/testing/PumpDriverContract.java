// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Lost;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import io.pumpbridge.simulators.pump.PumpSimulator.Truth;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every driver promises of a pump that somebody else simulates, in virtual time: it finds it,
 * says what is true, comes back by itself, and leaves it alone. {@link BadLineContract} adds what
 * it promises of bad lines.
 */
public abstract class PumpDriverContract {

  /** What a protocol can tell at all. */
  public enum Tells {
    SERIAL_NUMBER,
    STATUS,
    RATE,
    VOLUME,
    ALARMS
  }

  /** The longest pause between probes, a probe that is lost, and what identifying takes. */
  static final long BACK_AGAIN_MS = 20_000;

  /** Within this a change at the pump is told: two polls, two agreeing reads, one lost answer. */
  private static final long TOLD_MS = 8_000;

  /** Planned ends are in order and quick; the gateway waits no longer than two of these. */
  private static final long RELEASED_MS = 4_000;

  static final String RATE = "60";

  PumpSimulator pump;
  SimulatedBedside bedside;
  Talk talk;

  @BeforeEach
  void aPumpStandsOnItsLine() {
    pump = simulator(Optional.empty());
    bedside = new SimulatedBedside(pump);
    talk = new Talk(driver().newSession(), bedside);
  }

  /** The driver as it ships. */
  protected abstract PumpDriver driver();

  protected abstract Set<Tells> tells();

  PumpSimulator simulator(Optional<String> serial) {
    return Simulators.create(driver().protocol(), serial, 1);
  }

  boolean tell(Tells what) {
    return tells().contains(what);
  }

  long now() {
    return bedside.pumpTime(talk.nowMs());
  }

  Bedside panel() {
    return pump.pumps().get(0);
  }

  private Truth truth() {
    return panel().truth(now());
  }

  static void infuse(Bedside panel, long nowMs) {
    panel.rate(RATE, nowMs);
    if (!panel.start(nowMs)) {
      panel.clear(nowMs); // an NE-1000 alarms at every power-on
      assertThat(panel.start(nowMs)).isTrue();
    }
  }

  private void follow() {
    talk.open();
    talk.run(BACK_AGAIN_MS);
    assertThat(talk.state()).isEqualTo("following");
    assertThat(talk.reports()).isNotEmpty();
    talk.forget();
  }

  private Observation latest() {
    List<Observation> reports = talk.reports();
    assertThat(reports).isNotEmpty();
    return reports.get(reports.size() - 1);
  }

  @Test
  void aPumpIsIdentifiedAndThenReported() {
    talk.open();
    talk.run(driver().probeMs() + 6_000);
    assertThat(talk.identified())
        .singleElement()
        .satisfies(
            identity -> {
              assertThat(identity.protocol()).isEqualTo(driver().protocol());
              assertThat(identity.serialNumber())
                  .isEqualTo(tell(Tells.SERIAL_NUMBER) ? panel().serialNumber() : "");
            });
    assertThat(talk.reports()).isNotEmpty();
    assertIdentityComesFirst();
    assertThat(talk.isAnswered()).isTrue();
  }

  private void assertIdentityComesFirst() {
    boolean known = false;
    for (Talk.Entry entry : talk.entries()) {
      Effect effect = entry.effect();
      known = effect instanceof Identified || (known && !(effect instanceof Lost));
      assertThat(known || !(effect instanceof Report))
          .as("%s at %d", effect, entry.atMs())
          .isTrue();
    }
  }

  @Test
  void whatIsTrueIsReportedThroughoutAnInfusion() {
    follow();
    infuse(panel(), now());
    talk.run(30_000);
    assertTold(PumpStatus.INFUSING);
    panel().rate("30", now());
    talk.run(TOLD_MS);
    assertTold(PumpStatus.INFUSING);
    panel().occlude(now());
    for (int s = 0; s < 600 && truth().running(); s++) {
      talk.run(1_000);
    }
    assertThat(truth().running()).as("an occluded pump gives up").isFalse();
    talk.run(TOLD_MS);
    assertThat(latest().alarms().isEmpty()).isEqualTo(!tell(Tells.ALARMS) || isToldOnce());
    if (tell(Tells.STATUS)) {
      assertThat(latest().status()).isIn(PumpStatus.ALARM, PumpStatus.STOPPED);
    }
    panel().free(now());
    panel().clear(now());
    talk.run(TOLD_MS);
    assertThat(latest().alarms()).isEmpty();
    assertTold(PumpStatus.STOPPED);
  }

  /** Whether an alarm stands in one answer only, as the NE-1000 has it. */
  protected boolean isToldOnce() {
    return false;
  }

  private void assertTold(PumpStatus status) {
    Observation told = latest();
    Truth truth = truth();
    assertThat(told.status()).isEqualTo(tell(Tells.STATUS) ? status : PumpStatus.UNKNOWN);
    if (tell(Tells.RATE) && status == PumpStatus.INFUSING) {
      assertThat(told.rate().orElseThrow().unit().ucum()).isEqualTo("mL/h");
      assertThat(told.rate().orElseThrow().value())
          .isEqualByComparingTo(new BigDecimal(truth.rate()));
    }
    if (tell(Tells.VOLUME)) {
      BigDecimal late = new BigDecimal("0.15"); // 8 s at 60 mL/h and a step of the display
      assertThat(
              told.volumeInfused().orElseThrow().value().subtract(new BigDecimal(truth.infused())))
          .isBetween(late.negate(), new BigDecimal("0.1"));
    }
  }

  @Test
  void anHourOfListeningAndTenMinutesOfSilenceAfterItLeaveTheInfusionAlone() {
    follow();
    panel().rate("5", now());
    infuseSlowly();
    Truth before = truth();
    talk.run(3_600_000);
    assertUntouched(before);
    talk.stop();
    talk.run(RELEASED_MS);
    assertThat(talk.isReleased()).isTrue();
    talk.unplug();
    assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
    int sent = talk.sent().size();
    talk.run(600_000);
    assertThat(talk.sent()).as("whoever has given back says nothing more").hasSize(sent);
    if (!stopsWithoutItsHost()) {
      assertUntouched(before);
    }
  }

  private void infuseSlowly() {
    if (!panel().start(now())) {
      panel().clear(now());
      assertThat(panel().start(now())).isTrue();
    }
  }

  /** Whether it is for the bench because it ends by itself what nobody watches. */
  protected boolean stopsWithoutItsHost() {
    return false;
  }

  private void assertUntouched(Truth before) {
    Truth after = truth();
    assertThat(after.running()).isTrue();
    assertThat(after.rate()).isEqualTo(before.rate());
    assertThat(after.alarms()).isEqualTo(before.alarms());
    assertThat(after.controlled()).isEqualTo(before.controlled());
  }

  @Test
  void aCableThatIsPulledIsSaid() {
    follow();
    talk.unplug();
    assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(talk.state()).isEqualTo("closed");
  }

  @Test
  void aPumpThatFallsSilentIsLostAndFoundAgain() {
    follow();
    bedside.mute(true);
    talk.run(60_000);
    assertThat(talk.losses()).isNotEmpty().allMatch(reason -> reason == LossReason.SILENT);
    talk.forget();
    bedside.heal();
    talk.run(BACK_AGAIN_MS);
    assertThat(talk.identified()).hasSize(1);
    assertThat(talk.reports()).isNotEmpty();
    assertIdentityComesFirst();
  }

  @Test
  void anotherPumpIsAnotherPump() {
    if (!tell(Tells.SERIAL_NUMBER)) {
      return; // it cannot be told from the first
    }
    follow();
    PumpSimulator other = simulator(Optional.of(otherSerial()));
    other.advance(now());
    infuse(other.pumps().get(0), now());
    bedside.swap(other);
    talk.run(BACK_AGAIN_MS);
    assertThat(talk.losses()).first().isEqualTo(LossReason.DIFFERENT_PUMP);
    assertThat(talk.identified())
        .extracting(identity -> identity.serialNumber())
        .containsExactly(other.pumps().get(0).serialNumber());
    boolean greeted = false;
    for (Talk.Entry entry : talk.entries()) {
      greeted |= entry.effect() instanceof Identified;
      if (entry.effect() instanceof Report report && tell(Tells.STATUS)) {
        assertThat(report.observation().status() == PumpStatus.INFUSING).isEqualTo(greeted);
      }
    }
  }

  /** One that the same kind of pump can have. */
  protected String otherSerial() {
    return "20002";
  }

  @Test
  void asShippedItProgrammesNothing() {
    follow();
    int sent = talk.sent().size();
    talk.program(
        new Programme("order-1", panel().place(), Quantity.of("5", "mL/h"), Optional.empty()));
    assertThat(talk.sent()).hasSize(sent);
    assertThat(talk.outcomes()).singleElement().isInstanceOf(ProgrammeOutcome.Refused.class);
  }
}
