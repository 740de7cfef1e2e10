// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.agreement;

import static io.pumpbridge.drivers.agreement.Values.BARE;
import static io.pumpbridge.drivers.agreement.Values.GOOD;
import static io.pumpbridge.drivers.agreement.Values.Part.ALARMS;
import static io.pumpbridge.drivers.agreement.Values.Part.DRUG;
import static io.pumpbridge.drivers.agreement.Values.Part.INFUSED;
import static io.pumpbridge.drivers.agreement.Values.Part.LEFT;
import static io.pumpbridge.drivers.agreement.Values.Part.MINUTES;
import static io.pumpbridge.drivers.agreement.Values.Part.PRESSURE;
import static io.pumpbridge.drivers.agreement.Values.Part.RATE;
import static io.pumpbridge.drivers.agreement.Values.after;
import static io.pumpbridge.drivers.agreement.Values.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only what two reads in a row say alike is an observation. */
final class AgreementTest {

  @Test
  void oneReadAloneIsNoObservation() {
    assertThat(after(GOOD)).containsExactly(Optional.empty());
  }

  @Test
  void twoEqualReadsAreTheObservation() {
    assertThat(last(GOOD, GOOD)).isEqualTo(GOOD.read());
  }

  @Test
  void digitsDoNotMatterAmountsDo() {
    assertThat(last(GOOD, GOOD.with(RATE, "36")).rate()).contains(Quantity.of("36", "mL/h"));
    assertThat(last(GOOD, GOOD.with(RATE, "36.1")).rate()).isEmpty();
  }

  @Test
  void anotherStatusIsNoObservationUntilItIsReadAgain() {
    Values stopped = GOOD.withStatus(PumpStatus.STOPPED);
    List<Optional<Observation>> observations = after(GOOD, GOOD, stopped, stopped, stopped);
    assertThat(observations.stream().map(o -> o.map(Observation::status)))
        .containsExactly(
            Optional.empty(),
            Optional.of(PumpStatus.INFUSING),
            Optional.empty(),
            Optional.of(PumpStatus.STOPPED),
            Optional.of(PumpStatus.STOPPED));
  }

  @Test
  void whatDiffersIsAbsentAndTheRestIsThere() {
    Observation observation =
        last(GOOD, GOOD.with(RATE, "40.0").with(PRESSURE, "11").with(DRUG, "Remifentanil"));
    assertThat(observation.rate()).isEmpty();
    assertThat(observation.pressure()).isEmpty();
    assertThat(observation.drug()).isEmpty();
    assertThat(observation.volumeInfused()).contains(Quantity.of("5.000", "mL"));
    assertThat(observation.vtbiRemaining()).contains(Quantity.of("20.0", "mL"));
    assertThat(observation.timeRemaining()).contains(Duration.ofMinutes(33));
  }

  @Test
  void whatOnlyOneReadHasIsAbsent() {
    assertThat(last(BARE, GOOD)).isEqualTo(BARE.read());
    assertThat(last(GOOD, BARE)).isEqualTo(BARE.read());
  }

  @Test
  void aRealChangeShowsWithItsSecondRead() {
    Values changed = GOOD.with(RATE, "72.0").with(PRESSURE, "12").with(DRUG, "Remifentanil");
    Values again = changed.with(INFUSED, "5.020").with(LEFT, "19.9").with(MINUTES, "32");
    assertThat(last(GOOD, GOOD, changed, again)).isEqualTo(again.read());
  }

  /** Damage of every kind: nothing of the damaged read is in any observation around it. */
  @ParameterizedTest
  @MethodSource("damagedReads")
  void aSingleDamagedReadBetweenGoodOnesNeverShows(Values damaged) {
    List<Optional<Observation>> observations = after(GOOD, GOOD, damaged, GOOD, GOOD);
    for (Optional<Observation> observation : observations) {
      observation.ifPresent(seen -> assertHoldsOnly(seen, GOOD.read()));
    }
    assertThat(observations.get(4)).as("well again").contains(GOOD.read());
  }

  static Stream<Values> damagedReads() {
    return Stream.of(
        GOOD.withStatus(PumpStatus.STOPPED),
        GOOD.with(RATE, "37.0"),
        GOOD.with(RATE, "0.0"),
        GOOD.without(RATE),
        GOOD.with(INFUSED, "5.256"),
        GOOD.with(INFUSED, "4.999"),
        GOOD.without(INFUSED),
        GOOD.with(LEFT, "20.1"),
        GOOD.with(LEFT, "4.0"),
        GOOD.with(MINUTES, "1"),
        GOOD.with(MINUTES, "97"),
        GOOD.with(PRESSURE, "26"),
        GOOD.with(DRUG, "Qropofol"),
        GOOD.with(ALARMS, "a"),
        GOOD.with(RATE, "999.9").with(INFUSED, "5.500").with(LEFT, "19.5"));
  }

  private static void assertHoldsOnly(Observation seen, Observation good) {
    assertThat(seen.status()).isEqualTo(good.status());
    seen.rate().ifPresent(value -> assertThat(good.rate()).contains(value));
    seen.volumeInfused().ifPresent(value -> assertThat(good.volumeInfused()).contains(value));
    seen.vtbiRemaining().ifPresent(value -> assertThat(good.vtbiRemaining()).contains(value));
    seen.timeRemaining().ifPresent(value -> assertThat(good.timeRemaining()).contains(value));
    seen.pressure().ifPresent(value -> assertThat(good.pressure()).contains(value));
    seen.drug().ifPresent(value -> assertThat(good.drug()).contains(value));
    assertThat(seen.alarms()).isEqualTo(good.alarms());
  }

  @Test
  void anotherChannelIsNoSecondRead() {
    Observation one = GOOD.read();
    Observation other =
        new Observation(
            "2",
            one.status(),
            one.rate(),
            one.volumeInfused(),
            one.vtbiRemaining(),
            one.timeRemaining(),
            one.pressure(),
            one.drug(),
            one.alarms());
    assertThat(Agreement.none().on(one, 0).next().on(other, 100).observation()).isEmpty();
  }

  @Test
  void aReadThatIsTooOldIsNoFirstRead() {
    Observation read = GOOD.read();
    Agreement first = Agreement.none().on(read, 0).next();
    assertThat(first.on(read, Agreement.MAX_AGE_MS).observation()).isPresent();
    assertThat(first.on(read, Agreement.MAX_AGE_MS + 1).observation()).isEmpty();
    assertThat(first.on(read, -1).observation()).as("time never runs backwards").isEmpty();
  }

  @Test
  void aDriverMayAllowMoreTimeFromReadToRead() {
    Observation read = GOOD.read();
    Agreement first = Agreement.within(240_000).on(read, 0).next();
    assertThat(first.on(read, 240_000).observation()).contains(read);
    assertThat(first.on(read, 240_001).observation()).isEmpty();
    Agreement second = first.on(read, 1_000).next();
    assertThat(second.on(read, 241_000).observation()).as("for good").isPresent();
    assertThat(second.on(read, 241_001).observation()).isEmpty();
  }
}
