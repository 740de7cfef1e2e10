// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import java.util.Map;

/**
 * What a front panel has.
 *
 * @param place the place behind the port; empty for a pump that stands alone
 * @param serialNumber empty if the protocol tells none
 * @param rates what can be set
 * @param volumeDecimals the most decimals of a volume to be infused
 * @param missing what it does not have, each with the sentence that says so
 */
public record PanelTraits(
    String place,
    String serialNumber,
    RateRange rates,
    int volumeDecimals,
    Map<Part, String> missing) {

  /** Parts that not every pump has. */
  public enum Part {
    VTBI,
    MAINS,
    BATTERY
  }

  public PanelTraits {
    missing = Map.copyOf(missing);
  }
}
