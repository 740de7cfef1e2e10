// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.trust.revocation.RevocationLists;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.revocation.RevocationRules.Demand;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.Optional;

/**
 * What a revocation list is worth now.
 *
 * @param honouredUntil for one that is overdue: until when it still counts
 */
record ListStanding(Worth worth, Optional<Instant> honouredUntil) {

  static final ListStanding NONE = new ListStanding(Worth.NONE, Optional.empty());

  /** The best first. */
  enum Worth {
    CURRENT("current"),
    /** Overdue, and not for too long. */
    STALE("stale"),
    /** Overdue for longer than the hospital allows: it calls nobody good any more. */
    TOO_OLD("too-old"),
    /** From the future. */
    NOT_BEGUN("not-begun"),
    /** Says not when the next one comes, or something critical that nobody understands. */
    UNUSABLE("unusable"),
    NONE("none");

    private final String word;

    Worth(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    boolean counts() {
      return this == CURRENT || this == STALE;
    }
  }

  static ListStanding of(X509CRL list, RevocationRules rules, Instant now) {
    if (!RevocationLists.isUsable(list) || RevocationLists.hasRiddles(list)) {
      return new ListStanding(Worth.UNUSABLE, Optional.empty());
    }
    if (!RevocationLists.hasBegun(list, now)) {
      return new ListStanding(Worth.NOT_BEGUN, Optional.empty());
    }
    Instant next = list.getNextUpdate().toInstant();
    if (!now.isAfter(next)) {
      return new ListStanding(Worth.CURRENT, Optional.empty());
    }
    if (rules.demand() != Demand.KNOWN_GOOD || rules.stale().isEmpty()) {
      // Whoever stands on it is refused; that it does not name somebody is asked of nobody.
      return new ListStanding(Worth.STALE, Optional.empty());
    }
    Instant until = next.plus(rules.stale().get());
    return now.isAfter(until)
        ? new ListStanding(Worth.TOO_OLD, Optional.empty())
        : new ListStanding(Worth.STALE, Optional.of(until));
  }
}
