// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.link.LineSettings;

/** Speaks with racks of B. Braun Space and CompactPlus pumps, by a profile; it only looks. */
public final class BccDriver implements PumpDriver {

  public static final String PROTOCOL = "bcc";

  /** The profile that the bundle carries for this family. */
  public static final String PROFILE = "bbraun-bcc";

  private final LineSettings line;
  private final BccSettings settings;

  /**
   * @throws IllegalArgumentException if the profile is not for this driver
   */
  public BccDriver(DeviceProfile profile, int pollIntervalMs) {
    this.line = profile.line();
    this.settings = BccSettings.from(profile, pollIntervalMs);
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public LineSettings lineSettings() {
    return line;
  }

  /** Eight bits of checksum, so after those with sixteen. */
  @Override
  public int probeOrder() {
    return 60;
  }

  /** One greeting takes 35 ms at 9600 baud and its answer 50; then silence of ours. */
  @Override
  public long probeMs() {
    return 600;
  }

  @Override
  public PumpSession newSession() {
    return BccSession.closed(settings);
  }
}
