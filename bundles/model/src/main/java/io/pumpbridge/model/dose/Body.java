// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import java.util.Optional;

/**
 * How large the patient is, as far as somebody has said so; nothing else is known of anybody.
 *
 * @param weight in kg
 * @param surface in m²
 */
public record Body(Optional<Quantity> weight, Optional<Quantity> surface) {
  public static final Body UNKNOWN = new Body(Optional.empty(), Optional.empty());

  public static Body weighing(Quantity weight) {
    return new Body(Optional.of(weight), Optional.empty());
  }
}
