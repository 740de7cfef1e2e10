// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was spoken where: pure, immutable. A port is known by its path; the adapter's serial number
 * is only a hint for a port that was never seen. It decides what is tried first, never what is
 * believed.
 *
 * @param pairs oldest first
 */
record KnownPumps(List<Pair> pairs) {

  /** A bedside has a handful; what is older than this many changes helps nobody. */
  static final int MAX_PAIRS = 64;

  /** One pump on one port. The adapter is empty if it has no serial number, the pump likewise. */
  record Pair(String port, String adapter, String protocol, String pump) {

    /** Tab-separated; nothing in it may be a control character. */
    String line() {
      return String.join("\t", port, adapter, protocol, pump);
    }

    private boolean isWritable() {
      return line().chars().filter(Character::isISOControl).count() == 3;
    }
  }

  KnownPumps {
    pairs = List.copyOf(pairs);
  }

  static KnownPumps none() {
    return new KnownPumps(List.of());
  }

  KnownPumps with(PortId port, Optional<String> adapter, PumpIdentity pump) {
    Pair pair = new Pair(port.path(), adapter.orElse(""), pump.protocol(), pump.serialNumber());
    if (!pair.isWritable() || pairs.contains(pair)) {
      return this;
    }
    List<Pair> kept = new ArrayList<>(pairs);
    kept.removeIf(old -> old.port().equals(pair.port()));
    kept.add(pair);
    return new KnownPumps(kept.subList(Math.max(0, kept.size() - MAX_PAIRS), kept.size()));
  }

  /** The protocol that was spoken last on this port, else on this adapter. */
  Optional<String> protocol(PortId port, Optional<String> adapter) {
    Optional<String> byPath = last(pair -> pair.port().equals(port.path()));
    return byPath.isPresent()
        ? byPath
        : adapter.flatMap(serial -> last(pair -> pair.adapter().equals(serial)));
  }

  private Optional<String> last(java.util.function.Predicate<Pair> wanted) {
    return pairs.stream().filter(wanted).reduce((older, newer) -> newer).map(Pair::protocol);
  }

  List<String> lines() {
    return pairs.stream().map(Pair::line).toList();
  }

  /**
   * Reads what {@link #lines()} wrote; a line that makes no sense is skipped, nothing depends on
   * it.
   */
  static KnownPumps from(List<String> lines) {
    List<Pair> pairs = new ArrayList<>();
    for (String line : lines) {
      String[] cells = line.split("\t", -1);
      if (cells.length == 4 && !cells[0].isBlank() && !cells[2].isBlank()) {
        pairs.add(new Pair(cells[0], cells[1], cells[2], cells[3]));
      }
    }
    return new KnownPumps(pairs.subList(Math.max(0, pairs.size() - MAX_PAIRS), pairs.size()));
  }
}
