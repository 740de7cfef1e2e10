// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.simulators.fault.LineFaults.Rates;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every driver promises besides of a line that is late, deaf, noisy, babbling or broken. */
public abstract class BadLineContract extends PumpDriverContract {

  @Test
  void answersThatComeTooLateAreNeverTakenForOthers() {
    infuse(panel(), now());
    for (long ms : new long[] {600, 800, 1_100, 1_500, 2_300}) {
      Talk late = new Talk(driver().newSession(), bedside);
      bedside.delay(ms);
      late.open();
      late.run(60_000);
      assertThat(late.reports()).as("%d ms late", ms).allSatisfy(this::isNoLie);
    }
    bedside.heal();
    Talk again = new Talk(driver().newSession(), bedside);
    again.open();
    again.run(BACK_AGAIN_MS);
    assertThat(again.state()).isEqualTo("following");
  }

  /** At 60 mL/h without an alarm, whatever else may be unknown. */
  private void isNoLie(Observation observation) {
    assertThat(observation.status()).isIn(PumpStatus.INFUSING, PumpStatus.UNKNOWN);
    assertThat(observation.rate().map(Quantity::value).orElse(new BigDecimal(RATE)))
        .isEqualByComparingTo(RATE);
    assertThat(observation.alarms())
        .extracting(PumpAlarm::code)
        .allMatch(code -> code.equals(alarmAtPowerOn()));
  }

  /** The code of an alarm that is raised by switching on; empty if there is none. */
  protected String alarmAtPowerOn() {
    return "";
  }

  @Test
  void anEchoIsNoPumpAndHarmsNoPump() {
    Talk alone =
        new Talk(driver().newSession(), (sent, nowMs) -> List.of(new Talk.Arrival(sent, 5)));
    alone.open();
    alone.run(60_000);
    assertThat(alone.identified()).isEmpty();
    assertThat(alone.sent()).as("it is not answered for ever").hasSizeLessThan(200);

    infuse(panel(), now());
    bedside.echo(true);
    talk.open();
    talk.run(60_000);
    assertThat(talk.reports()).allSatisfy(this::isNoLie);
    bedside.heal();
    talk.run(BACK_AGAIN_MS);
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void aLineThatTalksForEverIsNoPumpAndIsRecoveredFrom() {
    for (Bytes babble : List.of(text("A"), text("\u0000"), text("!"), text("\u0002"), text("~["))) {
      talk.open();
      bedside.babble(Optional.of(babble));
      bedside.mute(true);
      talk.run(30_000);
      assertThat(talk.reports()).isEmpty();
      bedside.heal();
      talk.run(BACK_AGAIN_MS + 30_000);
      assertThat(talk.state()).as("after %s", babble).isEqualTo("following");
      talk.unplug();
      talk.forget();
    }
  }

  private static Bytes text(String filler) {
    return Bytes.of(filler.repeat(400), StandardCharsets.ISO_8859_1);
  }

  @Test
  void onABadLineNothingFalseIsSaidAndThePumpIsFoundAgain() {
    Rates bad = new Rates(60, 60, 60, 60, 150, 60, Duration.ofMillis(700));
    int heard = 0;
    for (int seed = 0; seed < 25; seed++) {
      PumpSimulator another = simulator(Optional.empty());
      infuse(another.pumps().get(0), 0);
      SimulatedBedside spoilt = new SimulatedBedside(another);
      Talk again = new Talk(driver().newSession(), spoilt);
      spoilt.spoil(seed, bad);
      again.open();
      again.run(40_000);
      heard += again.reports().size();
      assertThat(again.reports()).as("seed %d", seed).allSatisfy(this::isNoLie);
      spoilt.heal();
      again.forget();
      again.run(BACK_AGAIN_MS);
      assertThat(again.state()).as("seed %d", seed).isEqualTo("following");
    }
    assertThat(heard).as("the line was not dead").isGreaterThan(20);
  }

  @Test
  void aDeadLineIsNoPump() {
    bedside.spoil(1, Rates.DEAD);
    talk.open();
    talk.run(120_000);
    assertThat(talk.identified()).isEmpty();
    assertThat(talk.reports()).isEmpty();
    assertThat(talk.sent()).hasSizeLessThan(200);
  }

  @Test
  void howTheLineCutsTheAnswersDoesNotMatter() {
    infuse(panel(), now());
    bedside.inPieces(true);
    talk.open();
    talk.run(60_000);
    assertThat(talk.identified()).hasSize(1);
    assertThat(talk.reports()).hasSizeGreaterThan(20).allSatisfy(this::isNoLie);
    assertThat(talk.losses()).isEmpty();
  }
}
