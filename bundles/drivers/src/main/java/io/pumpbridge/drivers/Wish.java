// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.DriverFamilies.Family;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.link.LineSettings;
import java.util.Optional;

/**
 * A driver that is wanted. Two equal wishes are fulfilled by one driver, so that a change elsewhere
 * in the settings ends no session.
 *
 * @param line how its line is set here, if not as its profile says
 * @param programming whether orders may set its stopped pumps
 */
record Wish(Family family, int pollIntervalMs, Optional<LineSettings> line, boolean programming) {

  boolean knowsLine() {
    return family.knowsLine(line);
  }

  /**
   * @throws IllegalArgumentException if its line is not known
   */
  PumpDriver driver() {
    return family.driver(pollIntervalMs, line, programming);
  }
}
