// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.driver.ProgrammeSteps;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.link.LineSettings;
import java.util.Optional;

/** Speaks with Alaris/Asena syringe pumps, by a profile. */
public final class AlarisDriver implements PumpDriver {

  public static final String PROTOCOL = "alaris";

  /** The profile that the bundle carries for this family. */
  public static final String PROFILE = "alaris-asena";

  private final AlarisSettings settings;

  /**
   * A driver that only looks.
   *
   * @throws IllegalArgumentException if the profile is not for this driver
   */
  public AlarisDriver(DeviceProfile profile, int pollIntervalMs) {
    this(profile, pollIntervalMs, false);
  }

  /**
   * @param programming whether orders may set a pump that stands still
   * @throws IllegalArgumentException if the profile is not for this driver
   */
  public AlarisDriver(DeviceProfile profile, int pollIntervalMs, boolean programming) {
    this.settings = new AlarisSettings(profile, pollIntervalMs, programming);
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public LineSettings lineSettings() {
    return settings.profile().line();
  }

  @Override
  public int probeOrder() {
    return 30;
  }

  /** One question and its reply's wait; the next round asks again. */
  @Override
  public long probeMs() {
    return settings.replyWaitMs() + 50;
  }

  @Override
  public PumpSession newSession() {
    return AlarisSession.closed(settings);
  }

  @Override
  public Optional<ProgrammeSteps> programmeSteps() {
    return AlarisRequests.Control.of(settings).map(control -> AlarisRequests.Control.STEPS);
  }
}
