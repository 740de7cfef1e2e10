// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.driver.ProgrammeSteps;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.link.LineSettings;
import java.util.Optional;

/** Speaks dianet-star with B. Braun's Perfusor and Infusomat pumps, by a profile. */
public final class DianetDriver implements PumpDriver {

  public static final String PROTOCOL = "dianet";

  /** The profile that the bundle carries for this family. */
  public static final String PROFILE = "bbraun-dianet";

  private final DianetSettings settings;

  /**
   * @param programming whether stopped pumps may be set; the default of a site is that they may not
   * @throws IllegalArgumentException if the profile is not for this driver
   */
  public DianetDriver(DeviceProfile profile, int pollIntervalMs, boolean programming) {
    this.settings = new DianetSettings(profile, pollIntervalMs, programming);
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
    return 20;
  }

  @Override
  public long probeMs() {
    return DianetSettings.PROBE_WAIT_MS;
  }

  @Override
  public PumpSession newSession() {
    return DianetSession.closed(settings);
  }

  /** A pump whose display shows fewer decimals refuses what it cannot show. */
  @Override
  public Optional<ProgrammeSteps> programmeSteps() {
    return settings.programming() ? Optional.of(Wanted.STEPS) : Optional.empty();
  }
}
