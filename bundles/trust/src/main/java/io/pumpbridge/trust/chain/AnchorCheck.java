// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.path.PathRules;
import io.pumpbridge.trust.path.PolicyRules;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * The constraints that an anchor's own certificate sets. RFC 5280, 6.1.1 (d), takes of an anchor
 * its name and key only; a hospital that wrote constraints into it means them (RFC 5937).
 */
record AnchorCheck(ChainRefusals refusals) {
  private static final String NAME_CONSTRAINTS = "2.5.29.30";

  /**
   * @param path leaf first, anchor last; holds otherwise
   */
  void requireKept(List<X509Certificate> path, Instant at) throws TrustException {
    X509Certificate anchor = path.get(path.size() - 1);
    if (anchor.getSubjectX500Principal().equals(anchor.getIssuerX500Principal())) {
      walk(path, anchor, at);
    } else {
      refuseConstraints(path, anchor);
    }
  }

  /** Once more, with the anchor's certificate as a step of the path. */
  private void walk(List<X509Certificate> path, X509Certificate root, Instant at)
      throws TrustException {
    try {
      PathRules.requireHolds(path, root, at, PolicyRules.NONE);
    } catch (CertPathValidatorException e) {
      throw refusals.untrusted(path.get(0), "It breaks a constraint of its anchor", e);
    }
  }

  /** Its issuer's key is not ours to know, so its constraints cannot be walked. */
  private void refuseConstraints(List<X509Certificate> path, X509Certificate anchor)
      throws TrustException {
    int authoritiesBelow = path.size() - 2;
    if (anchor.getExtensionValue(NAME_CONSTRAINTS) != null
        || anchor.getBasicConstraints() < authoritiesBelow) {
      throw refusals.untrusted(
          path.get(0), "Its anchor has constraints and is no root: use the root");
    }
  }
}
