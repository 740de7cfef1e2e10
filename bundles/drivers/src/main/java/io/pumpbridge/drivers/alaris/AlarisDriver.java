// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.link.LineSettings;

/** Speaks with Alaris/Asena syringe pumps, by a profile. */
public final class AlarisDriver implements PumpDriver {

  public static final String PROTOCOL = "alaris";

  /** The profile that the bundle carries for this family. */
  public static final String PROFILE = "alaris-asena";

  private final AlarisSettings settings;

  /**
   * @throws IllegalArgumentException if the profile is not for this driver
   */
  public AlarisDriver(DeviceProfile profile, int pollIntervalMs) {
    this.settings = new AlarisSettings(profile, pollIntervalMs);
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public LineSettings lineSettings() {
    return settings.profile().line();
  }

  /** Time for two probes, so that one that fell into the plugging-in does not decide. */
  @Override
  public long identifyTimeoutMs() {
    return 2 * settings.exchangeMs() + AlarisSettings.FIRST_PROBE_PAUSE_MS;
  }

  @Override
  public PumpSession newSession() {
    return AlarisSession.closed(settings);
  }
}
