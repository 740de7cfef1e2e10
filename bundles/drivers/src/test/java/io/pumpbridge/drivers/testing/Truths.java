// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Family.Tells;
import io.pumpbridge.drivers.testing.Family.Trait;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.simulators.pump.PumpSimulator.Truth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was true of each pump behind a line, in the order of time, to hold against what is told. */
final class Truths {

  /**
   * What was true at a moment.
   *
   * @param rateSet mL/h, whether or not it flows
   */
  record Moment(long atMs, Truth truth, BigDecimal rateSet) {

    BigDecimal flow() {
      return new BigDecimal(truth.rate());
    }

    BigDecimal infused() {
      return new BigDecimal(truth.infused());
    }

    boolean hasAlarms() {
      return !truth.alarms().isEmpty();
    }
  }

  /** How an alarm is worded whose kind the pump does not tell. */
  private static final String UNNAMED = "the pump does not say which";

  private final Family family;
  private final Map<String, List<Moment>> byPlace = new HashMap<>();

  Truths(Family family) {
    this.family = family;
  }

  void saw(String place, Moment moment) {
    byPlace.computeIfAbsent(place, any -> new ArrayList<>()).add(moment);
  }

  Moment now(String place) {
    List<Moment> all = byPlace.get(place);
    return all.get(all.size() - 1);
  }

  /** What was true at that time, and whatever came after it. */
  List<Moment> since(String place, long fromMs) {
    return between(place, fromMs, Long.MAX_VALUE);
  }

  private List<Moment> between(String place, long fromMs, long toMs) {
    List<Moment> all = byPlace.getOrDefault(place, List.of());
    int end = all.size();
    while (end > 0 && all.get(end - 1).atMs() > toMs) {
      end--;
    }
    int start = end;
    while (start > 0 && all.get(start - 1).atMs() > fromMs) {
      start--;
    }
    return all.subList(Math.max(0, start - 1), end);
  }

  /** Each value was true at some time within so many milliseconds before it was told. */
  void assertWereTrue(List<Talk.Entry> entries, long withinMs) {
    for (Talk.Entry entry : entries) {
      if (entry.effect() instanceof Report report) {
        List<Moment> moments = between(report.place(), entry.atMs() - withinMs, entry.atMs());
        String told =
            "%s of '%s' at %d ms, true within %d ms"
                .formatted(report.observation(), report.place(), entry.atMs(), withinMs);
        assertThat(moments).as("%s: there is such a pump", told).isNotEmpty();
        assertThat(isStatusTrue(report.observation(), moments)).as("status of %s", told).isTrue();
        assertThat(isRateTrue(report.observation(), moments)).as("rate of %s", told).isTrue();
        assertThat(isVolumeTrue(report.observation(), moments)).as("volume of %s", told).isTrue();
        assertThat(areAlarmsTrue(report.observation(), moments)).as("alarms of %s", told).isTrue();
        assertThat(report.observation().drug()).as("nobody has named a drug: %s", told).isEmpty();
      }
    }
  }

  private boolean isStatusTrue(Observation told, List<Moment> moments) {
    return switch (told.status()) {
      case INFUSING, KVO -> moments.stream().anyMatch(moment -> moment.truth().running());
      case STOPPED, STANDBY -> moments.stream().anyMatch(moment -> !moment.truth().running());
      case ALARM -> moments.stream().anyMatch(Moment::hasAlarms);
      case UNKNOWN -> true;
      case LOST -> false;
    };
  }

  private boolean isRateTrue(Observation told, List<Moment> moments) {
    return told.rate().isEmpty()
        || moments.stream().anyMatch(moment -> isRate(told.rate().get(), moment));
  }

  private boolean isRate(Quantity told, Moment moment) {
    BigDecimal is = family.is(Trait.TELLS_THE_RATE_THAT_IS_SET) ? moment.rateSet() : moment.flow();
    return told.unit().ucum().equals("mL/h") && told.value().compareTo(is) == 0;
  }

  /** Within one step of what is shown. */
  private static boolean isVolumeTrue(Observation told, List<Moment> moments) {
    BigDecimal least = moments.stream().map(Moment::infused).min(BigDecimal::compareTo).get();
    BigDecimal most = moments.stream().map(Moment::infused).max(BigDecimal::compareTo).get();
    return told.volumeInfused().filter(volume -> !isBetween(volume, least, most)).isEmpty();
  }

  private static boolean isBetween(Quantity told, BigDecimal least, BigDecimal most) {
    BigDecimal step = told.value().ulp().max(least.ulp());
    return told.unit().ucum().equals("mL")
        && told.value().compareTo(least.subtract(step)) >= 0
        && told.value().compareTo(most.add(step)) <= 0;
  }

  private boolean areAlarmsTrue(Observation told, List<Moment> moments) {
    boolean silent = told.alarms().isEmpty() && family.tell(Tells.ALARMS);
    return silent
        ? moments.stream().anyMatch(moment -> !moment.hasAlarms())
        : told.alarms().stream()
            .allMatch(alarm -> moments.stream().anyMatch(moment -> stands(alarm, moment)));
  }

  private boolean stands(PumpAlarm alarm, Moment moment) {
    return alarm.text().endsWith(UNNAMED)
        ? moment.hasAlarms()
        : moment.truth().alarms().contains(family.alarm().apply(alarm.code()));
  }
}
