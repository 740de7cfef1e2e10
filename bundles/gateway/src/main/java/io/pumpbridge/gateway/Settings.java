// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import java.time.Duration;

/**
 * The gateway's configuration.
 *
 * @param sampleInterval between samples of an unchanged channel, 1 s to 1 h
 */
record Settings(Duration sampleInterval) {

  static Settings ofSeconds(int sampleIntervalS) {
    return new Settings(Duration.ofSeconds(sampleIntervalS));
  }

  Settings {
    if (sampleInterval.toSeconds() < 1 || sampleInterval.toSeconds() > 3_600) {
      throw new IllegalArgumentException(
          "sample_interval_s must be 1 to 3600, is " + sampleInterval.toSeconds());
    }
  }
}
