// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.pump;

import java.util.Locale;

/** What a channel does; the wire names are the lower-case ones ({@code contracts.md}). */
public enum PumpStatus {
  INFUSING,
  STOPPED,
  STANDBY,
  /** Keep vein open: a rate of its own, judged by its own limits or not at all. */
  KVO,
  ALARM,
  /** The pump does not answer any more. */
  LOST,
  UNKNOWN;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
