// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static io.pumpbridge.trust.chain.ChainRefusals.because;

import io.pumpbridge.model.trust.TrustException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What certificates may be used for: key usage, basic constraints and extended key usage (RFC 5280,
 * 4.2.1.3, 4.2.1.9, 4.2.1.12). The last is asked of a leaf in any case, and of each issuer that has
 * one, which RFC 5280 leaves open.
 *
 * @param keyUses the extended key usages that the leaf must have
 */
record UseCheck(ChainRefusals refusals, Set<String> keyUses) {
  private static final int KEY_USAGE_DIGITAL_SIGNATURE = 0;
  private static final int KEY_USAGE_CERTIFICATE_SIGN = 5;

  void requireLeaf(X509Certificate leaf) throws TrustException {
    if (leaf.getBasicConstraints() >= 0) {
      throw because(
          refusals.purpose().wrongUse, leaf, "is an authority's, which only signs certificates");
    }
    boolean[] usage = leaf.getKeyUsage();
    if (refusals.purpose().signs() && usage != null && !usage[KEY_USAGE_DIGITAL_SIGNATURE]) {
      throw because(refusals.purpose().wrongUse, leaf, "has a key usage without digitalSignature");
    }
    List<String> uses = extendedUses(leaf);
    for (String keyUse : keyUses) {
      if (!uses.contains(keyUse)) {
        throw because(refusals.purpose().wrongUse, leaf, "has no extended key usage " + keyUse);
      }
    }
  }

  void requireIssuer(X509Certificate issuer) throws TrustException {
    boolean[] usage = issuer.getKeyUsage();
    if (issuer.getBasicConstraints() < 0 || (usage != null && !usage[KEY_USAGE_CERTIFICATE_SIGN])) {
      throw because(refusals.purpose().untrusted, issuer, "may not issue certificates");
    }
    List<String> uses = extendedUses(issuer);
    if (!uses.isEmpty() && !uses.containsAll(keyUses) && !uses.contains(Purpose.ANY)) {
      throw because(
          refusals.purpose().wrongUse,
          issuer,
          "may not issue for extended key usage " + String.join(", ", new TreeSet<>(keyUses)));
    }
  }

  private List<String> extendedUses(X509Certificate certificate) throws TrustException {
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      return uses == null ? List.of() : uses;
    } catch (CertificateParsingException e) {
      throw refusals.untrusted(certificate, "Its extended key usage cannot be read", e);
    }
  }
}
