// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Rational;
import java.util.Map;
import java.util.Optional;

/**
 * What may run where, and how fast.
 *
 * @param hospital whose it is; a library made for another hospital is refused
 * @param version only ever goes forward; 1 or more
 * @param tolerance what part of a dose may be lost or gained when a rate is rounded to a pump's
 *     step; 0 to less than 1, zero if the library says nothing
 */
public record DrugLibrary(
    String hospital,
    String name,
    long version,
    Rational tolerance,
    Map<String, CareArea> careAreas) {

  public DrugLibrary {
    if (version < 1) {
      throw new IllegalArgumentException("a library version is 1 or more");
    }
    if (tolerance.signum() < 0 || tolerance.compareTo(Rational.ONE) >= 0) {
      throw new IllegalArgumentException("a rounding tolerance is 0 to less than 100 %");
    }
    careAreas = Map.copyOf(careAreas);
    careAreas.forEach(
        (key, area) -> {
          if (!key.equals(area.name())) {
            throw new IllegalArgumentException("care area " + area.name() + " filed as " + key);
          }
        });
  }

  public Optional<CareArea> findCareArea(String careArea) {
    return Optional.ofNullable(careAreas.get(careArea));
  }
}
