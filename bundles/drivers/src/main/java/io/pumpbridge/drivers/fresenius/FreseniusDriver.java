// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.link.LineSettings;

/** Speaks with a Fresenius Orchestra base and its modules, or a Pilote that stands alone. */
public final class FreseniusDriver implements PumpDriver {

  public static final String PROTOCOL = "fresenius";

  /** The profile that the bundle carries for this family. */
  public static final String PROFILE = "fresenius-orchestra";

  private final FreseniusSettings settings;

  /**
   * @throws IllegalArgumentException if the profile is not for this driver
   */
  public FreseniusDriver(DeviceProfile profile, int pollIntervalMs) {
    this(FreseniusSettings.from(profile, pollIntervalMs));
  }

  FreseniusDriver(FreseniusSettings settings) {
    this.settings = settings;
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public LineSettings lineSettings() {
    return settings.line();
  }

  /** The first of all: it listens before it speaks. */
  @Override
  public int probeOrder() {
    return 10;
  }

  /** A second of listening, half a second for the base, half a second for one that stands alone. */
  @Override
  public long probeMs() {
    return 2_200;
  }

  @Override
  public PumpSession newSession() {
    return FreseniusSession.closed(settings);
  }
}
