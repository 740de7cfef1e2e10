// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * A part of the hospital with its own limits.
 *
 * @param maximumRate of any infusion there (mL/h)
 * @param minimumWeight the lightest patient the limits are made for (kg)
 * @param maximumWeight the heaviest (kg)
 */
public record CareArea(
    String name,
    Optional<Quantity> maximumRate,
    Optional<Quantity> minimumWeight,
    Optional<Quantity> maximumWeight,
    List<DrugEntry> entries) {

  /**
   * @throws IllegalArgumentException if a drug stands there twice in the same concentration
   */
  public CareArea {
    entries = List.copyOf(entries);
    for (int i = 0; i < entries.size(); i++) {
      for (int k = 0; k < i; k++) {
        if (entries.get(i).drug().equals(entries.get(k).drug())
            && entries.get(i).concentration().isSameAs(entries.get(k).concentration())) {
          throw new IllegalArgumentException(
              entries.get(i).drug() + " " + entries.get(i).concentration() + " stands there twice");
        }
      }
    }
  }
}
