// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class AgreementTest {

  /** A read in short; empty texts are absent values. */
  private record Values(
      PumpStatus status,
      String rate,
      String infused,
      String left,
      String minutes,
      String pressure,
      String drug,
      String alarms) {

    static final Values GOOD =
        new Values(PumpStatus.INFUSING, "36.0", "5.000", "20.0", "33", "10", "Propofol", "");

    Observation read() {
      return new Observation(
          "1",
          status,
          quantity(rate, "mL/h"),
          quantity(infused, "mL"),
          quantity(left, "mL"),
          minutes.isEmpty()
              ? Optional.empty()
              : Optional.of(Duration.ofMinutes(Long.parseLong(minutes))),
          quantity(pressure, "mL"),
          drug.isEmpty() ? Optional.empty() : Optional.of(drug),
          alarmsOf(alarms));
    }

    Values withStatus(PumpStatus other) {
      return new Values(other, rate, infused, left, minutes, pressure, drug, alarms);
    }

    Values withRate(String other) {
      return new Values(status, other, infused, left, minutes, pressure, drug, alarms);
    }

    Values withInfused(String other) {
      return new Values(status, rate, other, left, minutes, pressure, drug, alarms);
    }

    Values withLeft(String other) {
      return new Values(status, rate, infused, other, minutes, pressure, drug, alarms);
    }

    Values withMinutes(String other) {
      return new Values(status, rate, infused, left, other, pressure, drug, alarms);
    }

    Values withPressure(String other) {
      return new Values(status, rate, infused, left, minutes, other, drug, alarms);
    }

    Values withDrug(String other) {
      return new Values(status, rate, infused, left, minutes, pressure, other, alarms);
    }

    Values withAlarms(String other) {
      return new Values(status, rate, infused, left, minutes, pressure, drug, other);
    }
  }

  private static Optional<Quantity> quantity(String decimal, String unit) {
    return decimal.isEmpty() ? Optional.empty() : Optional.of(Quantity.of(decimal, unit));
  }

  private static List<PumpAlarm> alarmsOf(String codes) {
    return codes
        .chars()
        .mapToObj(
            code ->
                new PumpAlarm(
                    Character.toString(code), OptionalInt.empty(), AlarmPriority.HIGH, "alarm"))
        .toList();
  }

  private static final int INTERVAL_MS = 1_000;

  /** One read a second; what each of them brought. */
  private static List<Optional<Observation>> after(Values... reads) {
    return after(Agreement.none(), reads);
  }

  private static List<Optional<Observation>> after(Agreement first, Values... reads) {
    Agreement agreement = first;
    List<Optional<Observation>> observations = new ArrayList<>();
    long nowMs = -3_000;
    for (Values read : reads) {
      Agreement.Agreed agreed = agreement.on(read.read(), nowMs);
      observations.add(agreed.observation());
      agreement = agreed.next();
      nowMs += INTERVAL_MS;
    }
    return observations;
  }

  private static Observation last(Values... reads) {
    List<Optional<Observation>> observations = after(reads);
    return observations.get(observations.size() - 1).orElseThrow();
  }

  private static String codes(Observation observation) {
    StringBuilder codes = new StringBuilder();
    observation.alarms().forEach(alarm -> codes.append(alarm.code()));
    return codes.toString();
  }

  @Test
  void oneReadAloneIsNoObservation() {
    assertThat(after(Values.GOOD)).containsExactly(Optional.empty());
  }

  @Test
  void twoEqualReadsAreTheObservation() {
    assertThat(last(Values.GOOD, Values.GOOD)).isEqualTo(Values.GOOD.read());
  }

  @Test
  void digitsDoNotMatterAmountsDo() {
    assertThat(last(Values.GOOD, Values.GOOD.withRate("36")).rate())
        .contains(Quantity.of("36", "mL/h"));
    assertThat(last(Values.GOOD, Values.GOOD.withRate("36.1")).rate()).isEmpty();
  }

  @Test
  void anotherStatusIsNoObservationUntilItIsReadAgain() {
    Values stopped = Values.GOOD.withStatus(PumpStatus.STOPPED);
    List<Optional<Observation>> observations =
        after(Values.GOOD, Values.GOOD, stopped, stopped, stopped);
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
        last(Values.GOOD, Values.GOOD.withRate("40.0").withPressure("11").withDrug("Remifentanil"));
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
    assertThat(last(bare, Values.GOOD)).isEqualTo(bare.read());
    assertThat(last(Values.GOOD, bare)).isEqualTo(bare.read());
  }

  @Test
  void aRealChangeShowsWithItsSecondRead() {
    Values changed = Values.GOOD.withRate("72.0").withPressure("12").withDrug("Remifentanil");
    Values again = changed.withInfused("5.020").withLeft("19.9").withMinutes("32");
    assertThat(last(Values.GOOD, Values.GOOD, changed, again)).isEqualTo(again.read());
  }

  /** 36 mL/h are 0.010 mL a second; two seconds of that, the rate's step, and the last digit. */
  @Test
  void anInfusedVolumeMayGrowAsFastAsTheRateAllows() {
    assertThat(last(Values.GOOD, Values.GOOD.withInfused("5.010")).volumeInfused())
        .contains(Quantity.of("5.010", "mL"));
    assertThat(last(Values.GOOD, Values.GOOD.withInfused("5.021")).volumeInfused()).isPresent();
    assertThat(last(Values.GOOD, Values.GOOD.withInfused("5.022")).volumeInfused()).isEmpty();
    assertThat(last(Values.GOOD, Values.GOOD.withInfused("4.999")).volumeInfused()).isEmpty();
  }

  @Test
  void aRemainingVolumeMayShrinkAsFastAsTheRateAllows() {
    assertThat(last(Values.GOOD, Values.GOOD.withLeft("19.9")).vtbiRemaining()).isPresent();
    assertThat(last(Values.GOOD, Values.GOOD.withLeft("19.8")).vtbiRemaining()).isEmpty();
    assertThat(last(Values.GOOD, Values.GOOD.withLeft("20.1")).vtbiRemaining()).isEmpty();
  }

  @Test
  void withoutAnAgreedRateACounterMustStandStill() {
    Values moved = Values.GOOD.withRate("37.0").withInfused("5.001").withLeft("19.9");
    assertThat(last(Values.GOOD, moved).volumeInfused()).isEmpty();
    assertThat(last(Values.GOOD, moved).vtbiRemaining()).isEmpty();
    Values still = Values.GOOD.withRate("0.0");
    assertThat(last(still, still.withInfused("5.001")).volumeInfused()).isEmpty();
    assertThat(last(still, still.withInfused("5.00")).volumeInfused()).isPresent();
  }

  @Test
  void remainingTimeRunsDownNoFasterThanTheClock() {
    assertThat(last(Values.GOOD, Values.GOOD.withMinutes("32")).timeRemaining()).isPresent();
    assertThat(last(Values.GOOD, Values.GOOD.withMinutes("31")).timeRemaining()).isEmpty();
    assertThat(last(Values.GOOD, Values.GOOD.withMinutes("34")).timeRemaining()).isEmpty();
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

  @Test
  void anAlarmIsToldByItsSecondReadAndEndsByTheSecondWithoutIt() {
    Values alarmed = Values.GOOD.withAlarms("a");
    List<Optional<Observation>> observations =
        after(Values.GOOD, Values.GOOD, alarmed, alarmed, Values.GOOD, Values.GOOD, Values.GOOD);
    assertThat(observations.stream().skip(1).map(o -> codes(o.orElseThrow())))
        .containsExactly("", "", "a", "a", "", "");
  }

  @Test
  void anAlarmThatJoinsAnotherWaitsAloneForItsSecondRead() {
    Values one = Values.GOOD.withAlarms("a");
    Values two = Values.GOOD.withAlarms("ba");
    assertThat(codes(last(one, one, two))).isEqualTo("a");
    assertThat(codes(last(one, one, two, two))).isEqualTo("ba");
  }

  @Test
  void aDamagedReadNeitherRaisesNorEndsAnAlarm() {
    Values alarmed = Values.GOOD.withAlarms("a");
    assertThat(
            after(alarmed, alarmed, Values.GOOD, alarmed, alarmed).stream()
                .skip(1)
                .map(o -> codes(o.orElseThrow())))
        .containsOnly("a");
    assertThat(
            after(Values.GOOD, Values.GOOD, alarmed, Values.GOOD, Values.GOOD).stream()
                .skip(1)
                .map(o -> codes(o.orElseThrow())))
        .containsOnly("");
  }

  @Test
  void anAlarmToldTwiceInOneReadIsOneAlarm() {
    Values twice = Values.GOOD.withAlarms("aa");
    assertThat(codes(last(twice, twice))).isEqualTo("a");
  }

  /** Damage of every kind: nothing of the damaged read is in any observation around it. */
  @Test
  void aSingleDamagedReadBetweenGoodOnesNeverShows() {
    List<Values> damaged =
        List.of(
            Values.GOOD.withStatus(PumpStatus.STOPPED),
            Values.GOOD.withRate("37.0"),
            Values.GOOD.withRate("0.0"),
            Values.GOOD.withRate(""),
            Values.GOOD.withInfused("5.256"),
            Values.GOOD.withInfused("4.999"),
            Values.GOOD.withInfused(""),
            Values.GOOD.withLeft("20.1"),
            Values.GOOD.withLeft("4.0"),
            Values.GOOD.withMinutes("1"),
            Values.GOOD.withMinutes("97"),
            Values.GOOD.withPressure("26"),
            Values.GOOD.withDrug("Qropofol"),
            Values.GOOD.withAlarms("a"),
            Values.GOOD.withRate("999.9").withInfused("5.500").withLeft("19.5"));
    for (Values damage : damaged) {
      List<Optional<Observation>> observations =
          after(Values.GOOD, Values.GOOD, damage, Values.GOOD, Values.GOOD);
      for (Optional<Observation> observation : observations) {
        observation.ifPresent(seen -> assertHoldsOnly(seen, Values.GOOD.read()));
      }
      assertThat(observations.get(4)).as("well again").contains(Values.GOOD.read());
    }
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
    Observation one = Values.GOOD.read();
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
    Observation read = Values.GOOD.read();
    Agreement first = Agreement.none().on(read, 0).next();
    assertThat(first.on(read, Agreement.MAX_AGE_MS).observation()).isPresent();
    assertThat(first.on(read, Agreement.MAX_AGE_MS + 1).observation()).isEmpty();
    assertThat(first.on(read, -1).observation()).as("time never runs backwards").isEmpty();
  }

  @Test
  void anAlarmBeforeALongGapIsForgotten() {
    Observation alarmed = Values.GOOD.withAlarms("a").read();
    Agreement standing = Agreement.none().on(alarmed, 0).next().on(alarmed, 100).next();
    assertThat(standing.standing()).hasSize(1);
    assertThat(standing.on(alarmed, 60_000).next().standing()).isEmpty();
  }

  /** 2000 mL/h are 0.56 mL a second; twice that in two, as the samples may lie apart. */
  @Test
  void ofAPumpThatTellsNoRateACounterMovesAsAnyPumpsMay() {
    Values silent = Values.GOOD.withRate("");
    for (String[] step :
        new String[][] {
          {"10.00", "10.50", "10.50"},
          {"10.00", "11.10", "11.10"},
          {"10.00", "11.20", ""},
          {"10.00", "9.99", ""},
          {"10.00", "26.00", ""}
        }) {
      List<Optional<Observation>> told =
          after(Agreement.ofUntoldRate(), silent.withInfused(step[0]), silent.withInfused(step[1]));
      assertThat(
              told.get(1)
                  .orElseThrow()
                  .volumeInfused()
                  .map(q -> q.value().toPlainString())
                  .orElse(""))
          .as("%s to %s", step[0], step[1])
          .isEqualTo(step[2]);
    }
  }
}
