// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import io.pumpbridge.trust.revocation.RevocationList.Entry;
import io.pumpbridge.trust.revocation.Scope.Reason;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What revocation lists say of one certificate, step by step after RFC 5280, 6.3.3; the letters in
 * comments are its own. Departures: a list whose entries hold critical extensions that nobody
 * understands speaks for no certificate, and a delta counts only on top of a complete list.
 *
 * @param lists those that could be read
 * @param at the time for which is asked
 * @param stale how long after its next update a list still counts; empty without an end
 * @param signers finds who may have signed a list
 */
record ListCheck(
    List<RevocationList> lists, Instant at, Optional<Duration> stale, ListSigners signers) {

  /** Who may sign the lists of an issuer. */
  interface ListSigners {

    /**
     * Keys of those of the name that signs the list who may, each with a path to the anchor of the
     * certificate that is asked for, and itself not revoked.
     */
    List<PublicKey> of(RevocationList list, X509Certificate certificate);
  }

  /** One search: what is known after the lists so far. */
  private static final class Finding {
    private final Set<Reason> told = EnumSet.noneOf(Reason.class);
    private final Set<Reason> toldByStale = EnumSet.noneOf(Reason.class);
    private boolean revoked;

    private Status status() {
      if (revoked) {
        return Status.REVOKED;
      }
      if (told.equals(Reason.all())) {
        return Status.GOOD;
      }
      toldByStale.addAll(told);
      return toldByStale.equals(Reason.all()) ? Status.STALE : Status.UNKNOWN;
    }
  }

  /**
   * @throws IOException if the certificate's distribution points cannot be read
   */
  Status of(X509Certificate certificate) throws IOException {
    Finding finding = new Finding();
    for (Scope scope : Scope.of(certificate)) {
      for (RevocationList list : lists) {
        if (!finding.revoked && !list.isDelta() && scope.isServedBy(list, certificate)) {
          consider(certificate, scope, list, finding);
        }
      }
    }
    return finding.status();
  }

  private void consider(
      X509Certificate certificate, Scope scope, RevocationList list, Finding finding) {
    Set<Reason> interim = scope.toldBy(list); // (d)
    if (finding.told.containsAll(interim) || !list.hasBegun(at) || list.hasRiddles()) { // (e)
      return;
    }
    List<PublicKey> possible = signers.of(list, certificate); // (f)
    if (possible.stream().noneMatch(list::isSignedBy)) { // (g)
      return;
    }
    boolean current = isCurrent(list, Optional.of(Duration.ZERO));
    boolean counts = isCurrent(list, stale);
    Optional<RevocationList> newest = delta(list, certificate); // (c), (h)
    Optional<RevocationList> delta = newest.filter(newer -> isCurrent(newer, stale));
    if (isRevoked(certificate, list, newest) || isRevoked(certificate, list, delta)) { // (i) to (k)
      finding.revoked = true; // also by lists that are too old to say that it is not
    } else if (counts || delta.isPresent()) {
      finding.told.addAll(interim); // (l)
    } else if (!current) {
      finding.toldByStale.addAll(interim);
    }
  }

  private boolean isCurrent(RevocationList list, Optional<Duration> grace) {
    Optional<Instant> next = list.nextUpdate();
    return next.isPresent() && (grace.isEmpty() || !at.isAfter(next.get().plus(grace.get())));
  }

  /** The newest delta that adds to a list and is signed by somebody who may, however old it is. */
  private Optional<RevocationList> delta(RevocationList list, X509Certificate certificate) {
    return lists.stream()
        .filter(delta -> delta.addsTo(list) && delta.hasBegun(at) && !delta.hasRiddles())
        .filter(delta -> signers.of(delta, certificate).stream().anyMatch(delta::isSignedBy))
        .max(Comparator.comparing(delta -> delta.number().orElseThrow()));
  }

  private static boolean isRevoked(
      X509Certificate certificate, RevocationList list, Optional<RevocationList> delta) {
    Optional<Entry> newest = delta.flatMap(newer -> newer.entry(certificate));
    return newest.or(() -> list.entry(certificate)).filter(Entry.REVOKED::equals).isPresent();
  }
}
