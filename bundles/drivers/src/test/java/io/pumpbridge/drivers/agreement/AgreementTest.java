// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.agreement;

import static io.pumpbridge.drivers.agreement.Values.GOOD;
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
    assertThat(last(GOOD, GOOD.withRate("36")).rate()).contains(Quantity.of("36", "mL/h"));
    assertThat(last(GOOD, GOOD.withRate("36.1")).rate()).isEmpty();
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
        last(GOOD, GOOD.withRate("40.0").withPressure("11").withDrug("Remifentanil"));
    assertThat(observation.rate()).isEmpty();
    assertThat(observation.pressure()).isEmpty();
    assertThat(observation.drug()).isEmpty();
    assertThat(observation.volumeInfused()).contains(Quantity.of("5.000", "mL"));
    assertThat(observation.vtbiRemaining()).contains(Quantity.of("20.0", "mL"));
    assertThat(observation.timeRemaining()).contains(Duration.ofMinutes(33));
  }

  @Test
  void whatOnlyOneReadHasIsAbsent() {
    Values bare = new Values(PumpStatus.INFUSING, "", "", "", "", "", "", "");
    assertThat(last(bare, GOOD)).isEqualTo(bare.read());
    assertThat(last(GOOD, bare)).isEqualTo(bare.read());
  }

  @Test
  void aRealChangeShowsWithItsSecondRead() {
    Values changed = GOOD.withRate("72.0").withPressure("12").withDrug("Remifentanil");
    Values again = changed.withInfused("5.020").withLeft("19.9").withMinutes("32");
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
        GOOD.withRate("37.0"),
        GOOD.withRate("0.0"),
        GOOD.withRate(""),
        GOOD.withInfused("5.256"),
        GOOD.withInfused("4.999"),
        GOOD.withInfused(""),
        GOOD.withLeft("20.1"),
        GOOD.withLeft("4.0"),
        GOOD.withMinutes("1"),
        GOOD.withMinutes("97"),
        GOOD.withPressure("26"),
        GOOD.withDrug("Qropofol"),
        GOOD.withAlarms("a"),
        GOOD.withRate("999.9").withInfused("5.500").withLeft("19.5"));
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
}
