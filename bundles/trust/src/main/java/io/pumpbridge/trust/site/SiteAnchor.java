// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * An authority that the hospital trusts.
 *
 * @param until when it stops being one; empty if it stays
 */
public record SiteAnchor(X509Certificate certificate, Optional<Instant> until) {

  /**
   * Whether it is still one. Told the trusted time, as certificates' dates are. Where that is only
   * a floor it may be later than we know: what is past is past for certain, and an anchor whose
   * time may have come still counts. The other way a gateway with an empty clock battery would cut
   * itself off from the very server that the overlap was made for, and certificates are judged by
   * the same floor.
   */
  public boolean countsAt(Instant now) {
    return until.isEmpty() || now.isBefore(until.get());
  }

  /** Whether one may lean on it for good: it stays, and its own dates include now. */
  boolean carriesAt(Instant now) {
    return until.isEmpty()
        && !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }
}
