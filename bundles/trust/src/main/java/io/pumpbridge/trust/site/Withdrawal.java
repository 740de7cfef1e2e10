// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/** A certificate that the hospital has taken back. */
sealed interface Withdrawal {

  boolean covers(X509Certificate certificate);

  /**
   * By its fingerprint.
   *
   * @param sha256 of its DER, 64 small hexadecimal digits
   */
  record ByFingerprint(String sha256) implements Withdrawal {
    @Override
    public boolean covers(X509Certificate certificate) {
      return fingerprint(certificate).equals(sha256);
    }
  }

  /** By issuer and serial number, which only together name a certificate (RFC 5280, 4.1.2.2). */
  record BySerial(X500Principal issuer, BigInteger serial) implements Withdrawal {
    @Override
    public boolean covers(X509Certificate certificate) {
      return serial.equals(certificate.getSerialNumber())
          && issuer.equals(certificate.getIssuerX500Principal());
    }
  }

  /** SHA-256 of its DER, in small hexadecimal digits. */
  static String fingerprint(X509Certificate certificate) {
    try {
      return EventRecord.hashOf(Bytes.of(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate always has its DER", e);
    }
  }
}
