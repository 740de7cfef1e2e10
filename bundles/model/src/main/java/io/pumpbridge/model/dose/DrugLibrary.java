// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Map;
import java.util.Optional;

/**
 * What may run where, and how fast.
 *
 * @param hospital whose it is; a library made for another hospital is refused
 * @param version only ever goes forward; 1 or more
 */
public record DrugLibrary(
    String hospital, String name, long version, Map<String, CareArea> careAreas) {

  public DrugLibrary {
    if (version < 1) {
      throw new IllegalArgumentException("a library version is 1 or more");
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
