// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.alaris.AlarisDriver;
import io.pumpbridge.drivers.bcc.BccDriver;
import io.pumpbridge.drivers.described.DescribedDriver;
import io.pumpbridge.drivers.dianet.DianetDriver;
import io.pumpbridge.drivers.fresenius.FreseniusDriver;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.driver.PumpDriver;
import java.util.List;
import java.util.Map;

/** Every family this bundle can speak out of the box; a new one is a line here. */
final class DriverFamilies {

  /** Makes the driver of one family from its profile. */
  private interface Maker {
    PumpDriver make(DeviceProfile profile, int pollIntervalMs);
  }

  private record Family(String profile, Maker maker) {

    /** A family that its profile describes fully. */
    static Family described(String profile) {
      return new Family(profile, DescribedDriver::new);
    }
  }

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
          new Family(FreseniusDriver.PROFILE, FreseniusDriver::new),
          "as50",
          Family.described("baxter-as50"),
          "graseby",
          Family.described("graseby-3000"),
          "miva",
          Family.described("zyno-miva"),
          "ne1000",
          Family.described("new-era-ne1000"));

  /**
   * What a site writes that wants every family, but those for the bench and those whose line no
   * public source proves.
   */
  static final String ALL = "all";

  private DriverFamilies() {}

  static List<String> known() {
    return FAMILIES.keySet().stream().sorted().toList();
  }

  /** One driver for each enabled family. */
  static List<PumpDriver> drivers(Settings settings) {
    return enabled(settings).stream().map(name -> driver(name, settings)).toList();
  }

  private static List<String> enabled(Settings settings) {
    return settings.families().equals(List.of(ALL))
        ? FAMILIES.entrySet().stream()
            .filter(entry -> isForEverybody(entry.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList()
        : settings.families();
  }

  private static boolean isForEverybody(Family family) {
    DeviceProfile profile = profile(family.profile());
    return !profile.identity().bench() && profile.lineTable().proven();
  }

  private static PumpDriver driver(String name, Settings settings) {
    Family family = FAMILIES.get(name);
    if (family == null) {
      throw new IllegalArgumentException(
          "families: there is no pump family '"
              + name
              + "'; known are: "
              + String.join(", ", known()));
    }
    return family.maker().make(profile(family.profile()), settings.pollIntervalMs());
  }

  private static DeviceProfile profile(String name) {
    try {
      return DeviceProfileReader.readShipped(name);
    } catch (DocumentException e) {
      throw new IllegalStateException("a shipped device profile is wrong: " + e.getMessage(), e);
    }
  }
}
