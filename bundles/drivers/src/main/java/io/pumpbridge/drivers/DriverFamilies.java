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
import io.pumpbridge.model.link.LineSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every family that can be spoken here: those that are shipped, of which a new one is a line in the
 * table, and those of the site's own profiles. Immutable.
 *
 * @param families by protocol
 */
record DriverFamilies(Map<String, Family> families) {

  /** Makes the driver of one family from its profile. */
  private interface Maker {
    PumpDriver make(DeviceProfile profile, int pollIntervalMs);
  }

  /** A family; equal if its profile and whoever speaks it are. */
  record Family(DeviceProfile profile, Maker maker) {

    private static Family shipped(String profile, Maker maker) {
      return new Family(readShipped(profile), maker);
    }

    /** One that its profile describes fully. */
    private static Family described(String profile) {
      return shipped(profile, DescribedDriver::new);
    }

    /** Whether a site that wants every family wants this one too. */
    private boolean isForEverybody(Optional<LineSettings> line) {
      return !profile.identity().bench() && (profile.lineTable().proven() || line.isPresent());
    }

    PumpDriver driver(int pollIntervalMs, Optional<LineSettings> line) {
      return maker.make(line.map(profile::with).orElse(profile), pollIntervalMs);
    }

    private int probeOrder() {
      return driver(Settings.MAX_POLL_INTERVAL_MS, Optional.of(profile.line())).probeOrder();
    }
  }

  private static final DriverFamilies SHIPPED =
      new DriverFamilies(
          Map.of(
              AlarisDriver.PROTOCOL,
              Family.shipped(AlarisDriver.PROFILE, AlarisDriver::new),
              BccDriver.PROTOCOL,
              Family.shipped(BccDriver.PROFILE, BccDriver::new),
              DianetDriver.PROTOCOL,
              Family.shipped(
                  DianetDriver.PROFILE,
                  (profile, pollIntervalMs) -> new DianetDriver(profile, pollIntervalMs, false)),
              FreseniusDriver.PROTOCOL,
              Family.shipped(FreseniusDriver.PROFILE, FreseniusDriver::new),
              "as50",
              Family.described("baxter-as50"),
              "graseby",
              Family.described("graseby-3000"),
              "miva",
              Family.described("zyno-miva"),
              "ne1000",
              Family.described("new-era-ne1000")));

  /**
   * What a site writes that wants every family, but those for the bench and those whose line nobody
   * has proven.
   */
  static final String ALL = "all";

  DriverFamilies {
    families = Map.copyOf(families);
  }

  static DriverFamilies shipped() {
    return SHIPPED;
  }

  private static DeviceProfile readShipped(String name) {
    try {
      return DeviceProfileReader.readShipped(name);
    } catch (DocumentException e) {
      throw new IllegalStateException("a shipped device profile is wrong: " + e.getMessage(), e);
    }
  }

  List<String> known() {
    return families.keySet().stream().sorted().toList();
  }

  /** Why a site's profile cannot stand beside the others; a clause. */
  Optional<String> clash(DeviceProfile profile) {
    String protocol = profile.identity().protocol();
    if (protocol.equals(ALL) || families.containsKey(protocol)) {
      return Optional.of("its protocol '" + protocol + "' is another family's");
    }
    String name = profile.identity().name();
    int order = profile.dialogue().probeOrder().orElseThrow();
    for (Map.Entry<String, Family> each : families.entrySet()) {
      if (each.getValue().profile().identity().name().equals(name)) {
        return Optional.of("its name '" + name + "' is another profile's");
      }
      if (each.getValue().probeOrder() == order) {
        return Optional.of("its probe_order " + order + " is that of " + each.getKey());
      }
    }
    return Optional.empty();
  }

  /** With a site's profile, which clashes with nobody. */
  DriverFamilies with(DeviceProfile profile) {
    Map<String, Family> more = new TreeMap<>(families);
    more.put(profile.identity().protocol(), new Family(profile, SITE));
    return new DriverFamilies(more);
  }

  /** One maker for all, so that a family whose profile has not changed is equal to itself. */
  private static final Maker SITE = DescribedDriver::new;

  /** Those that the site has enabled and that are there, by protocol. */
  Map<String, Family> enabled(Settings settings) {
    Map<String, Family> enabled = new TreeMap<>();
    boolean all = settings.families().equals(List.of(ALL));
    families.forEach(
        (protocol, family) -> {
          Optional<LineSettings> line = Optional.ofNullable(settings.lines().get(protocol));
          if (all ? family.isForEverybody(line) : settings.families().contains(protocol)) {
            enabled.put(protocol, family);
          }
        });
    return enabled;
  }

  /** What the site names without it being there. */
  List<String> missing(Settings settings) {
    return settings.families().equals(List.of(ALL))
        ? List.of()
        : settings.families().stream().filter(name -> !families.containsKey(name)).toList();
  }
}
