// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

/**
 * Somebody takes it upon them to go beyond a soft limit.
 *
 * @param by who, as the order system knows them
 */
public record SoftOverride(String by, String reason) {
  /**
   * @throws IllegalArgumentException if one is blank: nobody, or no reason, overrides nothing
   */
  public SoftOverride {
    if (by.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("an override needs who and why");
    }
  }
}
