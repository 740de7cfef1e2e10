// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.profile.DeviceProfile;

/**
 * What a session goes by.
 *
 * @param pollIntervalMs from one INF request to the next; its range is checked where it is
 *     configured
 */
record AlarisSettings(DeviceProfile profile, int pollIntervalMs) {

  /** One lost poll is noise on the line; two in a row are a pump that is not there. */
  static final int POLLS_UNTIL_LOST = 2;

  /** Between probes at first: a cable that was bumped is back at once. */
  static final long FIRST_PROBE_PAUSE_MS = 1_000;

  /** Between probes at last: a pump that is plugged in is greeted within this. */
  static final long LONGEST_PROBE_PAUSE_MS = 5_000;

  AlarisSettings {
    if (!profile.identity().protocol().equals(AlarisDriver.PROTOCOL)) {
      throw new IllegalArgumentException(
          profile.identity().name() + " is no profile of the family " + AlarisDriver.PROTOCOL);
    }
    if (!profile.capabilities().stream().allMatch(DeviceProfile.Capabilities::onlyMonitor)) {
      throw new IllegalArgumentException(
          profile.identity().name() + " promises more than this driver does: it only monitors");
    }
  }

  long replyWaitMs() {
    return profile.dialogue().replyWaitMs();
  }

  /** How long one request lasts if nobody answers. */
  long exchangeMs() {
    return replyWaitMs() * (1 + profile.dialogue().resends());
  }

  AlarisVocabulary vocabulary() {
    return new AlarisVocabulary(profile);
  }
}
