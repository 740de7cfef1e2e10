// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
   * @throws IllegalArgumentException if a drug stands there twice in the same concentration, or a
   *     limit is not above zero and in its unit
   */
  public CareArea {
    entries = List.copyOf(entries);
    require("maximum rate", maximumRate, Unit.ML_PER_HOUR);
    require("minimum weight", minimumWeight, Unit.KG);
    require("maximum weight", maximumWeight, Unit.KG);
    if (minimumWeight.isPresent()
        && maximumWeight.isPresent()
        && minimumWeight.get().inBaseUnits().compareTo(maximumWeight.get().inBaseUnits()) > 0) {
      throw new IllegalArgumentException("minimum weight is above maximum weight");
    }
    Set<Line> lines = new HashSet<>(); // not pairwise: a library may hold 10 000 entries
    for (DrugEntry entry : entries) {
      Concentration concentration = entry.concentration();
      if (!lines.add(
          new Line(
              entry.drug(), concentration.amount().unit().dimension(), concentration.perMl()))) {
        throw new IllegalArgumentException(
            entry.drug() + " " + concentration + " stands there twice");
      }
    }
  }

  /** What makes an entry the same entry. */
  private record Line(String drug, Unit.Dimension dimension, Rational perMl) {}

  private static void require(String what, Optional<Quantity> limit, Unit unit) {
    if (limit.isPresent()
        && (!limit.get().unit().dimension().equals(unit.dimension())
            || limit.get().value().signum() <= 0)) {
      throw new IllegalArgumentException(what + " must be above zero and in " + unit);
    }
  }
}
