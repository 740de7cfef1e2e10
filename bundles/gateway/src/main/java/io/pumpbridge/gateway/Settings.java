// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import java.time.Duration;
import java.util.Optional;

/**
 * The gateway's configuration.
 *
 * @param sampleInterval between samples of an unchanged channel, 1 s to 1 h
 * @param careArea where the gateway stands; its device limits hold where no association does
 * @param associationHold how long a pump may be away before its association is dropped, 0 s to 10
 *     min
 */
record Settings(Duration sampleInterval, Optional<String> careArea, Duration associationHold) {

  /** Long enough to plug a bumped cable in again, too short to take the pump to another bed. */
  static final int DEFAULT_ASSOCIATION_HOLD_S = 30;

  private static final int MAX_ASSOCIATION_HOLD_S = 600;

  /**
   * @param careArea empty if the gateway is not bound to a place
   */
  static Settings of(int sampleIntervalS, String careArea, int associationHoldS) {
    return new Settings(
        Duration.ofSeconds(sampleIntervalS),
        Optional.of(careArea).filter(name -> !name.isBlank()),
        Duration.ofSeconds(associationHoldS));
  }

  Settings {
    if (sampleInterval.toSeconds() < 1 || sampleInterval.toSeconds() > 3_600) {
      throw new IllegalArgumentException(
          "sample.interval.s must be 1 to 3600, is " + sampleInterval.toSeconds());
    }
    long hold = associationHold.toSeconds();
    if (hold < 0 || hold > MAX_ASSOCIATION_HOLD_S) {
      throw new IllegalArgumentException(
          "association.hold.s must be 0 to " + MAX_ASSOCIATION_HOLD_S + ", is " + hold);
    }
  }
}
