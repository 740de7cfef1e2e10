// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.profile.DeviceProfile;

/**
 * What a session goes by.
 *
 * @param pollIntervalMs from one INF request to the next; its range is checked where it is
 *     configured
 * @param programming whether orders may set a stopped pump; if not, a session can encode nothing
 *     but the four reads
 */
record AlarisSettings(DeviceProfile profile, int pollIntervalMs, boolean programming) {

  /** One lost poll is noise on the line; two in a row are a pump that is not there. */
  static final int POLLS_UNTIL_LOST = 2;

  /** As the pump itself says (COMMS_RESPONSE_MAX): later than this no reply comes. */
  static final long LATEST_REPLY_MS = 4_000;

  /**
   * No step of a programme begins later than this after its first. Eleven steps of at most 600 ms
   * end before, so it matters only if the bridge itself was held up.
   */
  static final long LAST_STEP_MS = 7_000;

  /** The release is sent once more if it is not confirmed (both public clients do so). */
  static final int RELEASE_SENDS = 2;

  /**
   * A programme ends within this, whatever happens: the last step, then two releases, each with its
   * wait and a tick. Well below the 15 s after which a pump that was started over the line alarms.
   */
  static final long LONGEST_PROGRAMME_MS = LAST_STEP_MS + 600 + RELEASE_SENDS * 600;

  /** Further releases, one after each poll that is answered, until it counts as refused. */
  static final int LATER_RELEASES = 10;

  AlarisSettings {
    if (!profile.identity().protocol().equals(AlarisDriver.PROTOCOL)) {
      throw new IllegalArgumentException(
          profile.identity().name() + " is no profile of the family " + AlarisDriver.PROTOCOL);
    }
    if (profile.capabilities().stream().anyMatch(may -> may.start() || may.stop() || may.bolus())) {
      throw new IllegalArgumentException(
          profile.identity().name() + " promises more than this driver does: it never starts");
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
