// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.agreement;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A read in short, what is not in it being absent; and what reads in a row bring. */
record Values(PumpStatus status, Map<Part, String> texts) {

  /** What a read may have beside the status. */
  enum Part {
    RATE,
    INFUSED,
    LEFT,
    MINUTES,
    PRESSURE,
    DRUG,
    /** A letter each. */
    ALARMS
  }

  static final Values BARE = new Values(PumpStatus.INFUSING, Map.of());

  static final Values GOOD =
      BARE.with(Part.RATE, "36.0")
          .with(Part.INFUSED, "5.000")
          .with(Part.LEFT, "20.0")
          .with(Part.MINUTES, "33")
          .with(Part.PRESSURE, "10")
          .with(Part.DRUG, "Propofol");

  static final int INTERVAL_MS = 1_000;

  Observation read() {
    return new Observation(
        "1",
        status,
        quantity(Part.RATE, "mL/h"),
        quantity(Part.INFUSED, "mL"),
        quantity(Part.LEFT, "mL"),
        text(Part.MINUTES).map(minutes -> Duration.ofMinutes(Long.parseLong(minutes))),
        quantity(Part.PRESSURE, "mL"),
        text(Part.DRUG),
        alarmsOf(text(Part.ALARMS).orElse("")));
  }

  Values withStatus(PumpStatus other) {
    return new Values(other, texts);
  }

  Values with(Part part, String text) {
    Map<Part, String> changed = new EnumMap<>(Part.class);
    changed.putAll(texts);
    changed.put(part, text);
    return new Values(status, changed);
  }

  Values without(Part part) {
    Map<Part, String> fewer = new EnumMap<>(Part.class);
    fewer.putAll(texts);
    fewer.remove(part);
    return new Values(status, fewer);
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

  private Optional<String> text(Part part) {
    return Optional.ofNullable(texts.get(part));
  }

  private Optional<Quantity> quantity(Part part, String unit) {
    return text(part).map(decimal -> Quantity.of(decimal, unit));
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
