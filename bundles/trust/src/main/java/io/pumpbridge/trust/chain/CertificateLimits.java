// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;

/**
 * How much a certificate may ask of whoever judges it. The costs grow with the product of a leaf's
 * names and an authority's constraints, and some with the square of the constraints.
 */
final class CertificateLimits {

  /** Ten times the usual. */
  static final int MAX_BYTES = 16 * 1024;

  /** Public authorities stop at 100. */
  static final int MAX_NAMES = 128;

  /** Octets of name constraints: some hundred domains. */
  static final int MAX_CONSTRAINT_BYTES = 2 * 1024;

  /** Octets of policies or of their mappings: some hundred. */
  static final int MAX_POLICY_BYTES = 2 * 1024;

  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final String POLICIES = "2.5.29.32";
  private static final String POLICY_MAPPINGS = "2.5.29.33";

  private CertificateLimits() {}

  /** Why this certificate is not even looked at; empty if it may be. */
  static Optional<String> excess(X509Certificate certificate) {
    try {
      if (certificate.getEncoded().length > MAX_BYTES) {
        return Optional.of("It is larger than " + MAX_BYTES + " bytes");
      }
      if (AlternativeName.of(certificate).size() > MAX_NAMES) {
        return Optional.of("It has more than " + MAX_NAMES + " names");
      }
    } catch (CertificateEncodingException | CertificateParsingException e) {
      return Optional.of("It cannot be read: " + e.getMessage());
    }
    if (length(certificate, NAME_CONSTRAINTS) > MAX_CONSTRAINT_BYTES) {
      return Optional.of("Its name constraints are longer than " + MAX_CONSTRAINT_BYTES + " bytes");
    }
    return length(certificate, POLICIES) > MAX_POLICY_BYTES
            || length(certificate, POLICY_MAPPINGS) > MAX_POLICY_BYTES
        ? Optional.of("Its policies are longer than " + MAX_POLICY_BYTES + " bytes")
        : Optional.empty();
  }

  private static int length(X509Certificate certificate, String extension) {
    byte[] wrapped = certificate.getExtensionValue(extension);
    return wrapped == null
        ? 0
        : ByteBuffer.wrap(ASN1OctetString.getInstance(wrapped).getOctets()).remaining();
  }
}
