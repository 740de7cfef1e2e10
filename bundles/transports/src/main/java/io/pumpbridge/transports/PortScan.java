// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import io.pumpbridge.model.link.PortId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which configured ports are there. Pure, given the look at the devices.
 *
 * @param present in the order of the configuration, and by name within a glob; each device once,
 *     under the first name that leads to it, however many do (new systemd makes two by-path names
 *     for one adapter)
 * @param absent what is configured and leads to nothing, as it was written
 * @param surplus how many devices were left out because there are too many
 */
record PortScan(List<PortId> present, List<String> absent, int surplus) {
  /** Each port gets a thread; a gateway at one bedside has no more pumps than this. */
  static final int MAX_PORTS = 32;

  PortScan {
    present = List.copyOf(present);
    absent = List.copyOf(absent);
  }

  static PortScan of(Settings settings, Devices devices) {
    List<PortId> present = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    int surplus = 0;
    for (PortPattern pattern : settings.ports()) {
      List<Candidate> candidates = candidates(pattern, devices);
      if (candidates.isEmpty()) {
        absent.add(pattern.text());
      }
      for (Candidate candidate : candidates) {
        if (!taken.add(candidate.target())) {
          continue;
        }
        if (present.size() < MAX_PORTS) {
          present.add(candidate.port());
        } else {
          surplus++;
        }
      }
    }
    return new PortScan(present, absent, surplus);
  }

  /** A name and what it leads to. */
  private record Candidate(PortId port, String target) {}

  private static List<Candidate> candidates(PortPattern pattern, Devices devices) {
    if (pattern instanceof PortPattern.Tcp tcp) {
      // Whether somebody listens there shows only when it is opened; terminal servers take one
      // connection at a time, so nobody knocks just to look.
      return List.of(new Candidate(new PortId(tcp.text()), tcp.text()));
    }
    List<Candidate> found = new ArrayList<>();
    for (Path path : paths(pattern, devices)) {
      Optional<Path> target = devices.find(path);
      target.ifPresent(
          real -> found.add(new Candidate(new PortId(path.toString()), real.toString())));
    }
    return found;
  }

  private static List<Path> paths(PortPattern pattern, Devices devices) {
    if (pattern instanceof PortPattern.Glob glob) {
      return devices.list(glob.directory()).stream().filter(glob::matches).toList();
    }
    return pattern instanceof PortPattern.Device device ? List.of(device.path()) : List.of();
  }
}
