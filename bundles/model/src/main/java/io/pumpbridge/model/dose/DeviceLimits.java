// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import java.util.Optional;

/**
 * What holds in a care area whatever runs there; what is absent does not limit.
 *
 * @param maximumRate of any infusion (mL/h)
 * @param maximumKvoRate at which a vein may be kept open (mL/h)
 * @param maximumVtbi the largest volume to be infused (mL)
 * @param minimumWeight the lightest patient the limits are made for (kg)
 * @param maximumWeight the heaviest (kg)
 * @param maximumSurface the largest body surface (m²)
 */
public record DeviceLimits(
    Optional<Quantity> maximumRate,
    Optional<Quantity> maximumKvoRate,
    Optional<Quantity> maximumVtbi,
    Optional<Quantity> minimumWeight,
    Optional<Quantity> maximumWeight,
    Optional<Quantity> maximumSurface) {

  public static final DeviceLimits NONE =
      new DeviceLimits(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * @throws IllegalArgumentException if a limit is not above zero or not in its unit, or the
   *     weights do not ascend
   */
  public DeviceLimits {
    require("maximum rate", maximumRate, Unit.ML_PER_HOUR);
    require("maximum KVO rate", maximumKvoRate, Unit.ML_PER_HOUR);
    require("maximum volume", maximumVtbi, Unit.ML);
    require("minimum weight", minimumWeight, Unit.KG);
    require("maximum weight", maximumWeight, Unit.KG);
    require("maximum body surface", maximumSurface, Unit.M2);
    if (minimumWeight.isPresent()
        && maximumWeight.isPresent()
        && minimumWeight.get().inBaseUnits().compareTo(maximumWeight.get().inBaseUnits()) > 0) {
      throw new IllegalArgumentException("minimum weight is above maximum weight");
    }
  }

  private static void require(String what, Optional<Quantity> limit, Unit unit) {
    if (limit.isPresent()
        && (!limit.get().unit().dimension().equals(unit.dimension())
            || limit.get().value().signum() <= 0)) {
      throw new IllegalArgumentException(what + " must be above zero and in " + unit);
    }
  }

  /** Whether the limits are made for a patient of this weight. */
  boolean areFor(Quantity weight) {
    Rational found = weight.inBaseUnits();
    return minimumWeight.filter(limit -> found.compareTo(limit.inBaseUnits()) < 0).isEmpty()
        && !isAbove(weight, maximumWeight);
  }

  static boolean isAbove(Quantity found, Optional<Quantity> limit) {
    return isAbove(found.inBaseUnits(), limit);
  }

  /** Exactly; what is only shown may have been rounded onto the limit. */
  static boolean isAbove(Rational found, Optional<Quantity> limit) {
    return limit.filter(most -> found.compareTo(most.inBaseUnits()) > 0).isPresent();
  }
}
