// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Locale;

/** How a dose stands to its limits; the wire names are the contract's. */
public enum Verdict {
  WITHIN,
  SOFT_LOW,
  SOFT_HIGH,
  HARD_LOW,
  HARD_HIGH,
  /** Something needed is missing or does not fit; said, never guessed. */
  CANNOT_JUDGE,
  /** An order that contradicts itself, or is none. */
  INVALID;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean isHard() {
    return this == HARD_LOW || this == HARD_HIGH;
  }

  public boolean isSoft() {
    return this == SOFT_LOW || this == SOFT_HIGH;
  }
}
