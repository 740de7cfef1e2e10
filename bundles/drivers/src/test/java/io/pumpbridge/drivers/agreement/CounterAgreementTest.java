// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.agreement;

import static io.pumpbridge.drivers.agreement.Values.GOOD;
import static io.pumpbridge.drivers.agreement.Values.INTERVAL_MS;
import static io.pumpbridge.drivers.agreement.Values.Part.INFUSED;
import static io.pumpbridge.drivers.agreement.Values.Part.LEFT;
import static io.pumpbridge.drivers.agreement.Values.Part.MINUTES;
import static io.pumpbridge.drivers.agreement.Values.Part.RATE;
import static io.pumpbridge.drivers.agreement.Values.after;
import static io.pumpbridge.drivers.agreement.Values.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes and times move between two reads, but no faster than the pump can. */
final class CounterAgreementTest {

  /** 36 mL/h are 0.010 mL a second; two seconds of that, the rate's step, and the last digit. */
  @Test
  void anInfusedVolumeMayGrowAsFastAsTheRateAllows() {
    assertThat(last(GOOD, GOOD.with(INFUSED, "5.010")).volumeInfused())
        .contains(Quantity.of("5.010", "mL"));
    assertThat(last(GOOD, GOOD.with(INFUSED, "5.021")).volumeInfused()).isPresent();
    assertThat(last(GOOD, GOOD.with(INFUSED, "5.022")).volumeInfused()).isEmpty();
    assertThat(last(GOOD, GOOD.with(INFUSED, "4.999")).volumeInfused()).isEmpty();
  }

  @Test
  void aRemainingVolumeMayShrinkAsFastAsTheRateAllows() {
    assertThat(last(GOOD, GOOD.with(LEFT, "19.9")).vtbiRemaining()).isPresent();
    assertThat(last(GOOD, GOOD.with(LEFT, "19.8")).vtbiRemaining()).isEmpty();
    assertThat(last(GOOD, GOOD.with(LEFT, "20.1")).vtbiRemaining()).isEmpty();
  }

  @Test
  void withoutAnAgreedRateACounterMustStandStill() {
    Values moved = GOOD.with(RATE, "37.0").with(INFUSED, "5.001").with(LEFT, "19.9");
    assertThat(last(GOOD, moved).volumeInfused()).isEmpty();
    assertThat(last(GOOD, moved).vtbiRemaining()).isEmpty();
    Values still = GOOD.with(RATE, "0.0");
    assertThat(last(still, still.with(INFUSED, "5.001")).volumeInfused()).isEmpty();
    assertThat(last(still, still.with(INFUSED, "5.00")).volumeInfused()).isPresent();
  }

  /** 2000 mL/h are 0.56 mL a second; twice that in two, as the samples may lie apart. */
  @ParameterizedTest
  @CsvSource({
    "10.00, 10.50, 10.50",
    "10.00, 11.10, 11.10",
    "10.00, 11.20, ''",
    "10.00, 9.99,  ''",
    "10.00, 26.00, ''",
  })
  void ofAPumpThatTellsNoRateACounterMovesAsAnyPumpsMay(String from, String to, String told) {
    Values silent = GOOD.without(RATE);
    Optional<Observation> second =
        after(Agreement.ofUntoldRate(), silent.with(INFUSED, from), silent.with(INFUSED, to))
            .get(1);
    assertThat(second.orElseThrow().volumeInfused().map(q -> q.value().toPlainString()).orElse(""))
        .isEqualTo(told);
  }

  @Test
  void remainingTimeRunsDownNoFasterThanTheClock() {
    assertThat(last(GOOD, GOOD.with(MINUTES, "32")).timeRemaining()).isPresent();
    assertThat(last(GOOD, GOOD.with(MINUTES, "31")).timeRemaining()).isEmpty();
    assertThat(last(GOOD, GOOD.with(MINUTES, "34")).timeRemaining()).isEmpty();
    CounterAgreement second = new CounterAgreement(Optional.empty(), INTERVAL_MS);
    Optional<Duration> before = Optional.of(Duration.ofSeconds(249));
    assertThat(second.runningDown(before, Optional.of(Duration.ofSeconds(246)))).isPresent();
    assertThat(second.runningDown(before, Optional.of(Duration.ofSeconds(245)))).isEmpty();
  }

  @Test
  void aVolumeInAUnitThatIsNotOursMustStandStill() {
    CounterAgreement agreement =
        new CounterAgreement(Optional.of(Quantity.of("36", "mL/h")), INTERVAL_MS);
    Optional<Quantity> litres = Optional.of(Quantity.of("0.005000", "L"));
    assertThat(agreement.rising(litres, litres)).isPresent();
    assertThat(agreement.rising(litres, Optional.of(Quantity.of("0.005001", "L")))).isEmpty();
    assertThat(agreement.rising(litres, Optional.of(Quantity.of("5.000", "mL")))).isEmpty();
  }
}
