// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * Whether a path holds by RFC 5280, 6.1, revocation aside: reckoned by the JDK, its policies by
 * {@link PolicyTree} as well, and first, because that one is bounded.
 */
public final class PathRules {
  private static final String PROVIDER = "SUN";

  private PathRules() {}

  /**
   * Walks a path from its anchor down.
   *
   * @param path leaf first; without the anchor, whose own constraints are not looked at
   * @throws CertPathValidatorException if it does not hold
   */
  public static void requireHolds(
      List<X509Certificate> path, X509Certificate anchor, Instant at, PolicyRules policies)
      throws CertPathValidatorException {
    PolicyTree.requireValid(path, policies);
    try {
      CertPath walked = CertificateFactory.getInstance("X.509", PROVIDER).generateCertPath(path);
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      parameters.setInitialPolicies(policies.initial());
      parameters.setExplicitPolicyRequired(policies.explicit());
      parameters.setAnyPolicyInhibited(policies.inhibitAny());
      parameters.setPolicyMappingInhibited(policies.inhibitMapping());
      CertPathValidator.getInstance("PKIX", PROVIDER).validate(walked, parameters);
    } catch (CertPathValidatorException e) {
      throw e;
    } catch (GeneralSecurityException | RuntimeException e) {
      // The JDK's parsers throw unchecked exceptions on some hostile extensions.
      throw new CertPathValidatorException("it cannot be validated: " + e.getMessage(), e);
    }
  }
}
