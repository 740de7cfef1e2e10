// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import java.util.Optional;
import java.util.stream.Stream;

/** Limits of one drug entry, all in its dosing unit; what is absent does not limit. */
public record DoseLimits(
    Optional<Quantity> hardMin,
    Optional<Quantity> softMin,
    Optional<Quantity> softMax,
    Optional<Quantity> hardMax) {

  /**
   * @throws IllegalArgumentException if the limits are not in ascending order or one is below zero
   */
  public DoseLimits {
    Stream.of(hardMin, softMin, softMax, hardMax)
        .flatMap(Optional::stream)
        .filter(limit -> limit.value().signum() < 0)
        .findFirst()
        .ifPresent(
            limit -> {
              throw new IllegalArgumentException("a limit is below zero");
            });
    requireOrder("hard minimum", hardMin, "soft minimum", softMin);
    requireOrder("hard minimum", hardMin, "soft maximum", softMax);
    requireOrder("soft minimum", softMin, "soft maximum", softMax);
    requireOrder("soft minimum", softMin, "hard maximum", hardMax);
    requireOrder("soft maximum", softMax, "hard maximum", hardMax);
    requireOrder("hard minimum", hardMin, "hard maximum", hardMax);
  }

  /** Those that are set. */
  Stream<Quantity> all() {
    return Stream.of(hardMin, softMin, softMax, hardMax).flatMap(Optional::stream);
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
