// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.Withdrawals;
import io.pumpbridge.trust.site.SitePackage.Use;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The anchors of the site package; those that somebody made by hand while there is none. */
final class SiteAnchors implements Anchors {
  private final SiteShelf shelf;
  private final Use use;
  private final Anchors byHand;
  private final TrustedClock clock;

  SiteAnchors(SiteShelf shelf, Use use, Anchors byHand, TrustedClock clock) {
    this.shelf = shelf;
    this.use = use;
    this.byHand = byHand;
    this.clock = clock;
  }

  /** At least one: the rules let no package in without an anchor that stays. */
  @Override
  public List<X509Certificate> load() throws TrustException {
    Optional<SiteShelf.InForce> inForce = shelf.inForce();
    return inForce.isPresent()
        ? inForce.get().site().anchors(use, clock.read().wall())
        : byHand.load();
  }

  @Override
  public Withdrawals withdrawals() throws TrustException {
    return shelf.inForce().map(inForce -> inForce.site().withdrawals()).orElse(Withdrawals.NONE);
  }
}
