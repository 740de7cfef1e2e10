// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.trust.chain.Withdrawals;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Whom a hospital trusts, as its people wrote it down.
 *
 * @param number only goes forward, 1 or more
 * @param reason why it was made, for people
 * @param withdrawn whose signatures count no more; only grows
 * @param reissue says openly that gateways may lose their own certificates by it
 */
record SitePackage(
    String hospital,
    long number,
    Instant issuedAt,
    String reason,
    List<SiteAnchor> server,
    List<SiteAnchor> signers,
    Set<Withdrawal> withdrawn,
    boolean reissue) {

  SitePackage {
    server = List.copyOf(server);
    signers = List.copyOf(signers);
    withdrawn = Set.copyOf(withdrawn);
  }

  /** One of its two lists. */
  enum Use {
    SERVER,
    SIGNERS
  }

  List<SiteAnchor> listed(Use use) {
    return switch (use) {
      case SERVER -> server;
      case SIGNERS -> signers;
    };
  }

  /** The anchors that count then. */
  List<X509Certificate> anchors(Use use, Instant now) {
    return listed(use).stream()
        .filter(anchor -> anchor.countsAt(now))
        .map(SiteAnchor::certificate)
        .toList();
  }

  Withdrawals withdrawals() {
    return certificate -> {
      Withdrawal.Shown shown = Withdrawal.Shown.of(certificate);
      return withdrawn.stream().anyMatch(one -> one.covers(shown));
    };
  }
}
