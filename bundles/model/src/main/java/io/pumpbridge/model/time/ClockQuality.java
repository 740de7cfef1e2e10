// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.time;

import java.util.Locale;

/** How far a wall clock can be trusted at the moment it was read. */
public enum ClockQuality {
  /** A time service vouches for it. */
  SYNCHRONISED,
  /** It was synchronised, and has been running on its own since. */
  HOLDOVER,
  /** The clock stood before the trusted floor; the floor was used instead. */
  FLOOR;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }
}
