// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.judge;

import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;

/** Remembers which library each running infusion began with, until it stops. */
final class Pins {
  /** Lines that one bedside can have; further ones are judged by what is in force. */
  static final int MAX_LINES = 256;

  /** Old libraries kept in memory; when there are more, the oldest is let go. */
  static final int MAX_LIBRARIES = 3;

  private final Map<Line, DrugLibrary> pins = new HashMap<>();

  /**
   * @param current what is in force
   * @return what this line is judged by
   */
  synchronized Optional<DrugLibrary> on(
      Line line, PumpStatus status, Optional<DrugLibrary> current) {
    if (status == PumpStatus.STOPPED || status == PumpStatus.STANDBY) {
      pins.remove(line);
      return current;
    }
    DrugLibrary began = pins.get(line);
    if (began != null) {
      return Optional.of(began);
    }
    if (status == PumpStatus.INFUSING && current.isPresent() && pins.size() < MAX_LINES) {
      pins.put(line, current.get());
      letGoOfTheOldest();
    }
    return current;
  }

  synchronized void release(String pump) {
    pins.keySet().removeIf(line -> line.pump().equals(pump));
  }

  private void letGoOfTheOldest() {
    LongSummaryStatistics versions =
        pins.values().stream().mapToLong(DrugLibrary::version).distinct().summaryStatistics();
    if (versions.getCount() > MAX_LIBRARIES) {
      pins.values().removeIf(library -> library.version() == versions.getMin());
    }
  }
}
