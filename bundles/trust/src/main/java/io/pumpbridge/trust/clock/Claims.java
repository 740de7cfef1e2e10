// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The latest time that each witness ever said; immutable. */
record Claims(Map<Witness, Instant> latest) {
  /** A hospital has a few anchors; those that say least give way. */
  static final int MAX_WITNESSES = 16;

  static final Claims NONE = new Claims(Map.of());

  Claims {
    latest = Map.copyOf(latest);
    if (latest.size() > MAX_WITNESSES) {
      throw new IllegalArgumentException("at most " + MAX_WITNESSES + " witnesses are heard");
    }
  }

  /** One more word; an earlier time than before changes nothing. */
  Claims with(Witness who, Instant said) {
    Instant before = latest.get(who);
    return before != null && !said.isAfter(before) ? this : replaced(who, said);
  }

  /** A word that takes back what the witness said before. */
  Claims replaced(Witness who, Instant said) {
    TreeMap<Witness, Instant> claims = new TreeMap<>(latest);
    claims.put(who, said);
    if (claims.size() > MAX_WITNESSES) {
      claims.entrySet().stream()
          .filter(claim -> !claim.getKey().equals(Witness.MACHINE))
          .min(Map.Entry.comparingByValue())
          .ifPresent(least -> claims.remove(least.getKey()));
    }
    return new Claims(claims);
  }

  /** All times, the latest first. */
  List<Instant> latestFirst() {
    return latest.values().stream().sorted(Comparator.reverseOrder()).toList();
  }

  /** Whoever says just that. */
  Optional<Witness> whoSaid(Instant time) {
    return latest.entrySet().stream()
        .filter(claim -> claim.getValue().equals(time))
        .map(Map.Entry::getKey)
        .min(Comparator.naturalOrder());
  }

  /** The latest that somebody else says. */
  Optional<Instant> ofOthers(Witness who) {
    return latest.entrySet().stream()
        .filter(claim -> !claim.getKey().equals(who))
        .map(Map.Entry::getValue)
        .max(Comparator.naturalOrder());
  }
}
