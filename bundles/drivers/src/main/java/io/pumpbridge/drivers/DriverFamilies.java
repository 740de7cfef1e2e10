// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.alaris.AlarisDriver;
import io.pumpbridge.drivers.bcc.BccDriver;
import io.pumpbridge.drivers.dianet.DianetDriver;
import io.pumpbridge.drivers.fresenius.FreseniusDriver;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.driver.PumpDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every family this bundle can speak; a new one is a line here. */
final class DriverFamilies {

  /** Makes the driver of one family from its profile. */
  private interface Maker {
    PumpDriver make(DeviceProfile profile, int pollIntervalMs);
  }

  private record Family(String profile, Maker maker) {}

  private static final Map<String, Family> FAMILIES =
      Map.of(
          AlarisDriver.PROTOCOL,
          new Family(AlarisDriver.PROFILE, AlarisDriver::new),
          BccDriver.PROTOCOL,
          new Family(BccDriver.PROFILE, BccDriver::new),
          DianetDriver.PROTOCOL,
          new Family(
              DianetDriver.PROFILE,
              (profile, pollIntervalMs) -> new DianetDriver(profile, pollIntervalMs, false)),
          FreseniusDriver.PROTOCOL,
          new Family(FreseniusDriver.PROFILE, FreseniusDriver::new));

  /** What a site writes that wants every family but those for the bench. */
  static final String ALL = "all";

  private DriverFamilies() {}

  static List<String> known() {
    return FAMILIES.keySet().stream().sorted().toList();
  }

  /** One driver for each enabled family. */
  static List<PumpDriver> drivers(Settings settings) {
    List<PumpDriver> drivers = new ArrayList<>();
    for (String name : settings.families().equals(List.of(ALL)) ? known() : settings.families()) {
      Family family = FAMILIES.get(name);
      if (family == null) {
        throw new IllegalArgumentException(
            "families: there is no pump family '"
                + name
                + "'; known are: "
                + String.join(", ", known()));
      }
      drivers.add(family.maker().make(profile(family.profile()), settings.pollIntervalMs()));
    }
    return drivers;
  }

  private static DeviceProfile profile(String name) {
    try {
      return DeviceProfileReader.readShipped(name);
    } catch (DocumentException e) {
      throw new IllegalStateException("a shipped device profile is wrong: " + e.getMessage(), e);
    }
  }
}
