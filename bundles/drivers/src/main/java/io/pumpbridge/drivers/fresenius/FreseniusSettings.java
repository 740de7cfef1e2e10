// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.link.LineSettings;
import java.util.Map;

/**
 * What a session goes by.
 *
 * @param profile the profile's name
 * @param model what the profile calls the model
 * @param modes by the pump's code
 * @param alarms by our code: the variable's letter, then the pump's value
 * @param pollIntervalMs from one round to the next; its range is checked where it is configured
 */
record FreseniusSettings(
    String profile,
    String model,
    LineSettings line,
    Map<String, DeviceProfile.Mode> modes,
    Map<String, DeviceProfile.Alarm> alarms,
    int pollIntervalMs) {

  /** One lost poll is noise on the line; two in a row are a pump that is not there. */
  static final int POLLS_UNTIL_LOST = 2;

  /** Before speaking at all, so that a base may call first; its own period is not published. */
  static final long LISTENING_MS = 1_000;

  /**
   * Between opening the base and asking for its modules. infupy waits so long "as per Fresenius
   * documentation" (commit 1080b79).
   */
  static final long SETTLING_MS = 1_000;

  /**
   * How often a module is asked for its type, its events are asked for again (syre.pyw: 5 s), and
   * variables that it refused are tried once more.
   */
  static final long CHECK_INTERVAL_MS = 5_000;

  FreseniusSettings {
    modes = Map.copyOf(modes);
    alarms = Map.copyOf(alarms);
  }

  /**
   * @throws IllegalArgumentException if the profile is not for this driver, or promises more than
   *     it does
   */
  static FreseniusSettings from(DeviceProfile profile, int pollIntervalMs) {
    DeviceProfile.Identity identity = profile.identity();
    if (!identity.protocol().equals(FreseniusDriver.PROTOCOL)) {
      throw new IllegalArgumentException(
          identity.name() + " is no profile of the family " + FreseniusDriver.PROTOCOL);
    }
    if (!profile.capabilities().stream().allMatch(DeviceProfile.Capabilities::onlyMonitor)) {
      throw new IllegalArgumentException(
          identity.name() + " promises more than this driver does: it only monitors");
    }
    return new FreseniusSettings(
        identity.name(),
        identity.model(),
        profile.line(),
        profile.modes(),
        profile.alarms(),
        pollIntervalMs);
  }

  FreseniusVocabulary vocabulary() {
    return new FreseniusVocabulary(this);
  }
}
