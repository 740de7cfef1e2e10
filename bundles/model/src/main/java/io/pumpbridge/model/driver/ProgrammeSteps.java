// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import io.pumpbridge.model.measure.Quantity;

/**
 * What a pump that is set over its line can be told: multiples of these and nothing between.
 *
 * @param rate in mL/h, above zero
 * @param volume in mL, above zero
 */
public record ProgrammeSteps(Quantity rate, Quantity volume) {
  public ProgrammeSteps {
    if (rate.value().signum() <= 0 || volume.value().signum() <= 0) {
      throw new IllegalArgumentException("a step is above zero");
    }
  }
}
