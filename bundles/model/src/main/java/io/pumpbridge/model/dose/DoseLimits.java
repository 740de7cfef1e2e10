// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import java.util.Optional;

/** Limits of one drug entry, all in its dosing unit; what is absent does not limit. */
public record DoseLimits(
    Optional<Quantity> hardMin,
    Optional<Quantity> softMin,
    Optional<Quantity> softMax,
    Optional<Quantity> hardMax) {

  /**
   * @throws IllegalArgumentException if the limits are not in ascending order
   */
  public DoseLimits {
    requireOrder("hard minimum", hardMin, "soft minimum", softMin);
    requireOrder("hard minimum", hardMin, "soft maximum", softMax);
    requireOrder("soft minimum", softMin, "soft maximum", softMax);
    requireOrder("soft minimum", softMin, "hard maximum", hardMax);
    requireOrder("soft maximum", softMax, "hard maximum", hardMax);
    requireOrder("hard minimum", hardMin, "hard maximum", hardMax);
  }

  private static void requireOrder(
      String lowName, Optional<Quantity> low, String highName, Optional<Quantity> high) {
    if (low.isPresent()
        && high.isPresent()
        && low.get().inBaseUnits().compareTo(high.get().inBaseUnits()) > 0) {
      throw new IllegalArgumentException(lowName + " is above " + highName);
    }
  }
}
