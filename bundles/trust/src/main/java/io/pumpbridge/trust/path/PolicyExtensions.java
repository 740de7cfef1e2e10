// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;

/**
 * What certificates say of policies. What cannot be read is an unchecked exception of the ASN.1
 * library; {@link PolicyTree} refuses it.
 */
final class PolicyExtensions {
  /** anyPolicy. */
  static final String ANY = "2.5.29.32.0";

  private static final String POLICIES = "2.5.29.32";
  private static final String MAPPINGS = "2.5.29.33";
  private static final String CONSTRAINTS = "2.5.29.36";
  private static final String INHIBIT_ANY = "2.5.29.54";

  private PolicyExtensions() {}

  /** Empty if it has none; RFC 5280, 4.2.1.4. */
  static Optional<Set<String>> policies(X509Certificate certificate) {
    return extension(certificate, POLICIES)
        .map(
            content -> {
              Set<String> policies = new TreeSet<>();
              for (PolicyInformation one :
                  CertificatePolicies.getInstance(content).getPolicyInformation()) {
                policies.add(one.getPolicyIdentifier().getId());
              }
              return policies;
            });
  }

  /** From an issuer's policy to those of its subject that are as good; 4.2.1.5. */
  static Map<String, Set<String>> mappings(X509Certificate certificate) {
    Map<String, Set<String>> mappings = new LinkedHashMap<>();
    extension(certificate, MAPPINGS)
        .map(ASN1Sequence::getInstance)
        .ifPresent(
            all ->
                all.forEach(
                    one -> {
                      ASN1Sequence pair = ASN1Sequence.getInstance(one);
                      mappings
                          .computeIfAbsent(oid(pair, 0), unknown -> new TreeSet<>())
                          .add(oid(pair, 1));
                    }));
    return mappings;
  }

  /** RFC 5280, 4.2.1.11. */
  static Optional<PolicyConstraints> constraints(X509Certificate certificate) {
    return extension(certificate, CONSTRAINTS).map(PolicyConstraints::getInstance);
  }

  /** How many more certificates anyPolicy counts in; 4.2.1.14. */
  static OptionalInt inhibitAny(X509Certificate certificate) {
    return extension(certificate, INHIBIT_ANY)
        .map(content -> OptionalInt.of(ASN1Integer.getInstance(content).intValueExact()))
        .orElse(OptionalInt.empty());
  }

  private static String oid(ASN1Sequence pair, int index) {
    return ASN1ObjectIdentifier.getInstance(pair.getObjectAt(index)).getId();
  }

  private static Optional<byte[]> extension(X509Certificate certificate, String oid) {
    return Optional.ofNullable(certificate.getExtensionValue(oid))
        .map(wrapped -> ASN1OctetString.getInstance(wrapped).getOctets());
  }
}
