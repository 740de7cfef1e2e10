// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.trust.chain.Certificates;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;

/** What is told of one certificate or key. */
final class Certificate {
  private Certificate() {}

  /** One of this gateway's own. */
  static Fields.Builder own(X509Certificate leaf, Instant now) {
    return dated(leaf, now)
        .put("serial", leaf.getSerialNumber().toString(16))
        .put("issuer", Certificates.issuerOf(leaf))
        .put("key", kind(leaf.getPublicKey()))
        .put("begins", leaf.getNotBefore().toInstant());
  }

  /** As much as tells one authority from another. */
  static Fields.Builder dated(X509Certificate certificate, Instant now) {
    return Fields.builder()
        .put("subject", Certificates.subjectOf(certificate))
        .put("ends", endOf(certificate))
        .put("days_left", daysLeft(endOf(certificate), now))
        .put("sha256", Certificates.fingerprintOf(certificate));
  }

  static Instant endOf(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  /** Whole days; negative from the first second after the end. */
  static long daysLeft(Instant end, Instant now) {
    return Math.floorDiv(Duration.between(now, end).toSeconds(), Duration.ofDays(1).toSeconds());
  }

  /** Kind and size in bits, as {@code EC 256}. */
  static String kind(PublicKey key) {
    if (key instanceof ECKey ec) {
      return "EC " + ec.getParams().getOrder().bitLength();
    }
    return key instanceof RSAKey rsa
        ? "RSA " + rsa.getModulus().bitLength()
        : Certificates.legible(key.getAlgorithm());
  }
}
