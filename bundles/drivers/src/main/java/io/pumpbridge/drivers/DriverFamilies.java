// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.alaris.AlarisDriver;
import io.pumpbridge.drivers.bcc.BccDriver;
import io.pumpbridge.drivers.described.DescribedDriver;
import io.pumpbridge.drivers.dianet.DianetDriver;
import io.pumpbridge.drivers.fresenius.FreseniusDriver;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfile.Identity.SpokenBy;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.profile.Finding;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.link.LineSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    PumpDriver make(DeviceProfile profile, int pollIntervalMs, boolean programming);

    /** Of a family whose pumps nobody can set. */
    static Maker listening(Listener listener) {
      return (profile, pollIntervalMs, programming) -> listener.make(profile, pollIntervalMs);
    }
  }

  private interface Listener {
    PumpDriver make(DeviceProfile profile, int pollIntervalMs);
  }

  /** Families whose stopped pumps can be set over the line. */
  static final Set<String> PROGRAMMABLE = Set.of(AlarisDriver.PROTOCOL, DianetDriver.PROTOCOL);

  /** A family; equal if its profile and whoever speaks it are. */
  record Family(DeviceProfile profile, Maker maker) {

    private static Family shipped(String profile, Maker maker) {
      return new Family(readShipped(profile), maker);
    }

    /** One that its profile describes fully. */
    private static Family described(String profile) {
      return shipped(profile, Maker.listening(DescribedDriver::new));
    }

    /** Whether a site that wants every family wants this one too. */
    private boolean isForEverybody(Optional<LineSettings> line) {
      return !profile.identity().bench() && knowsLine(line);
    }

    /** Whether a source proves how its line is set, or the site has set it. */
    boolean knowsLine(Optional<LineSettings> line) {
      return profile.lineTable().proven() || line.isPresent();
    }

    PumpDriver driver(int pollIntervalMs, Optional<LineSettings> line, boolean programming) {
      return maker.make(line.map(profile::with).orElse(profile), pollIntervalMs, programming);
    }

    private int probeOrder() {
      return driver(Settings.MAX_POLL_INTERVAL_MS, Optional.of(profile.line()), false).probeOrder();
    }
  }

  private static final DriverFamilies SHIPPED =
      new DriverFamilies(
          Map.of(
              AlarisDriver.PROTOCOL,
              Family.shipped(AlarisDriver.PROFILE, AlarisDriver::new),
              BccDriver.PROTOCOL,
              Family.shipped(BccDriver.PROFILE, Maker.listening(BccDriver::new)),
              DianetDriver.PROTOCOL,
              Family.shipped(DianetDriver.PROFILE, DianetDriver::new),
              FreseniusDriver.PROTOCOL,
              Family.shipped(FreseniusDriver.PROFILE, Maker.listening(FreseniusDriver::new)),
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

  /**
   * Why a profile that is spoken by itself cannot stand beside the others. One with the protocol
   * and the name of a shipped one takes its place, so that a table can be put right without a new
   * bundle.
   */
  Optional<Finding> clash(DeviceProfile profile) {
    String protocol = profile.identity().protocol();
    String name = profile.identity().name();
    int order = profile.dialogue().probeOrder().orElseThrow();
    if (protocol.equals(ALL)) {
      return Optional.of(clash("$.protocol", "'" + ALL + "' means every family"));
    }
    for (Map.Entry<String, Family> each : families.entrySet()) {
      DeviceProfile other = each.getValue().profile();
      boolean sameName = other.identity().name().equals(name);
      boolean sameProtocol = each.getKey().equals(protocol);
      if (sameName && sameProtocol && other.identity().spokenBy() == SpokenBy.PROFILE) {
        continue;
      }
      if (sameName || sameProtocol) {
        return Optional.of(
            clash(
                sameName ? "$.name" : "$.protocol",
                "'" + (sameName ? name : protocol) + "' is another family's; give it another"));
      }
      if (each.getValue().probeOrder() == order) {
        return Optional.of(
            clash(
                "$.dialogue.probe_order",
                order + " is that of the family " + each.getKey() + "; give it another"));
      }
    }
    return Optional.empty();
  }

  /** Why nobody can speak by a profile that needs a driver in Java. */
  Optional<Finding> withoutDriver(DeviceProfile profile) {
    List<String> drivers =
        families.values().stream()
            .map(family -> family.profile().identity())
            .filter(identity -> identity.spokenBy() == SpokenBy.DRIVER)
            .map(DeviceProfile.Identity::protocol)
            .sorted()
            .toList();
    return drivers.contains(profile.identity().protocol())
        ? Optional.empty()
        : Optional.of(
            clash(
                "$.protocol",
                "no driver speaks '"
                    + profile.identity().protocol()
                    + "', only "
                    + String.join(", ", drivers)
                    + "; if the tables say all, write \"spoken_by\": \"profile\""));
  }

  private static Finding clash(String place, String problem) {
    return new Finding(place, Finding.Severity.ERROR, problem);
  }

  /** With a site's profile, which clashes with nobody. */
  DriverFamilies with(DeviceProfile profile) {
    Map<String, Family> more = new TreeMap<>(families);
    more.put(profile.identity().protocol(), new Family(profile, SITE));
    return new DriverFamilies(more);
  }

  /** One maker for all, so that a family whose profile has not changed is equal to itself. */
  private static final Maker SITE = Maker.listening(DescribedDriver::new);

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
