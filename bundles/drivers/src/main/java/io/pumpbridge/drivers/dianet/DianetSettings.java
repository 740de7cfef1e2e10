// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.profile.DeviceProfile;

/**
 * What a session goes by.
 *
 * @param pollIntervalMs from one reading to the next; its range is checked where it is configured
 * @param programming whether pumps may be set; if not, nothing but reading is ever sent
 */
record DianetSettings(DeviceProfile profile, int pollIntervalMs, boolean programming) {

  /** One lost poll is noise on the line; two in a row are a pump that is not there. */
  static final int POLLS_UNTIL_LOST = 2;

  /** A probe is one question, and then at least 500 ms of silence before anybody else may ask. */
  static final long PROBE_WAIT_MS = 600;

  /**
   * While the control is held the pump must hear from us every 500 ms; the tick that ends the wait
   * may come 100 ms late.
   */
  static final long HELD_WAIT_MS = 400;

  /** How often the release is said before the pump is left to its own time-out. */
  static final int RELEASE_SENDS = 3;

  /** After 1.2 s without us the pump ends the control by itself; no act of ours may prolong it. */
  static final long SILENCE_AFTER_VAIN_RELEASE_MS = 1_500;

  /** The only version of the protocol whose layouts are published. */
  static final int PROTOCOL_VERSION = 0x000e;

  DianetSettings {
    if (!profile.identity().protocol().equals(DianetDriver.PROTOCOL)) {
      throw new IllegalArgumentException(
          profile.identity().name() + " is no profile of the family " + DianetDriver.PROTOCOL);
    }
  }

  long replyWaitMs() {
    return profile.dialogue().replyWaitMs();
  }

  int resends() {
    return profile.dialogue().resends();
  }

  DianetVocabulary vocabulary() {
    return new DianetVocabulary(profile);
  }
}
