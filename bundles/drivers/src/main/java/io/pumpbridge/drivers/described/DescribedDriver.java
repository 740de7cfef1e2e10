// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.link.LineSettings;

/** Speaks whatever protocol its profile describes; it only looks. */
public final class DescribedDriver implements PumpDriver {

  /** How long a probe is silent before another family may try ({@link PumpDriver#probeMs}). */
  private static final long SILENCE_MS = 500;

  /** The tick that notices it comes only every 100 ms; the question itself takes time as well. */
  private static final long SLACK_MS = 100;

  private final DescribedSettings settings;

  /**
   * @throws IllegalArgumentException if the profile does not describe its protocol fully, or its
   *     line is unproven and the site has not set it
   */
  public DescribedDriver(DeviceProfile profile, int pollIntervalMs) {
    this.settings = new DescribedSettings(profile, pollIntervalMs);
  }

  @Override
  public String protocol() {
    return settings.profile().identity().protocol();
  }

  @Override
  public LineSettings lineSettings() {
    return settings.profile().line();
  }

  @Override
  public int probeOrder() {
    return settings.profile().dialogue().probeOrder().orElseThrow();
  }

  /** One question, which is not asked again before its answer's wait and our silence are over. */
  @Override
  public long probeMs() {
    return Math.max(settings.replyWaitMs(), SILENCE_MS) + SLACK_MS;
  }

  @Override
  public PumpSession newSession() {
    return DescribedSession.closed(settings);
  }
}
