// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import java.time.Duration;
import java.util.Optional;

/**
 * The gateway's configuration.
 *
 * @param sampleInterval between samples of an unchanged channel, 1 s to 1 h
 * @param careArea where the gateway stands; its device limits hold where no association does
 */
record Settings(Duration sampleInterval, Optional<String> careArea) {

  /**
   * @param careArea empty if the gateway is not bound to a place
   */
  static Settings of(int sampleIntervalS, String careArea) {
    return new Settings(
        Duration.ofSeconds(sampleIntervalS), Optional.of(careArea).filter(name -> !name.isBlank()));
  }

  Settings {
    if (sampleInterval.toSeconds() < 1 || sampleInterval.toSeconds() > 3_600) {
      throw new IllegalArgumentException(
          "sample_interval_s must be 1 to 3600, is " + sampleInterval.toSeconds());
    }
  }
}
