// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.agreement;

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

/** A read in short, empty texts being absent values; and what reads in a row bring. */
record Values(
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

  static final int INTERVAL_MS = 1_000;

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

  /** One read a second; what each of them brought. */
  static List<Optional<Observation>> after(Values... reads) {
    return after(Agreement.none(), reads);
  }

  static List<Optional<Observation>> after(Agreement first, Values... reads) {
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

  static Observation last(Values... reads) {
    List<Optional<Observation>> observations = after(reads);
    return observations.get(observations.size() - 1).orElseThrow();
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
}
