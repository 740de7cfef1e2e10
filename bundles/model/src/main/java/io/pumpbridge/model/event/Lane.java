// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.event;

import java.util.Locale;
import java.util.Optional;

/** Lanes of the journal, most urgent first; each is numbered and chained by itself. */
public enum Lane {
  /** Pump alarms and the bridge's own advisories. */
  ALARM,
  /** Deliveries, associations, pumps that come and go. */
  CLINICAL,
  /** Samples. */
  TELEMETRY,
  /** What was asked, refused, started, stopped or tampered with. */
  AUDIT;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  public static Optional<Lane> find(String wireName) {
    for (Lane lane : values()) {
      if (lane.wireName().equals(wireName)) {
        return Optional.of(lane);
      }
    }
    return Optional.empty();
  }
}
