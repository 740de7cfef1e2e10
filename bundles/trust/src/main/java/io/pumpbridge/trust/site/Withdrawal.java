// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.trust.chain.Certificates;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** A certificate that the hospital has taken back. */
sealed interface Withdrawal {

  boolean covers(Shown shown);

  /**
   * A certificate as somebody shows it.
   *
   * @param fingerprints of all forms in which the same certificate can be shown
   */
  record Shown(X509Certificate certificate, Set<String> fingerprints) {
    public Shown {
      fingerprints = Set.copyOf(fingerprints);
    }

    static Shown of(X509Certificate certificate) {
      return new Shown(certificate, OtherForms.fingerprintsOf(certificate));
    }
  }

  /** As a person would look for it. */
  Fields described();

  /**
   * By its fingerprint.
   *
   * @param sha256 of its DER, 64 small hexadecimal digits
   */
  record ByFingerprint(String sha256) implements Withdrawal {
    @Override
    public boolean covers(Shown shown) {
      return shown.fingerprints().contains(sha256);
    }

    @Override
    public Fields described() {
      return Fields.builder().put("sha256", sha256).build();
    }
  }

  /** By issuer and serial number, which only together name a certificate (RFC 5280, 4.1.2.2). */
  record BySerial(X500Principal issuer, BigInteger serial) implements Withdrawal {
    @Override
    public boolean covers(Shown shown) {
      X509Certificate certificate = shown.certificate();
      return serial.equals(certificate.getSerialNumber())
          && issuer.equals(certificate.getIssuerX500Principal());
    }

    @Override
    public Fields described() {
      return Fields.builder()
          .put("issuer", Certificates.nameOf(issuer))
          .put("serial", serial.toString(16))
          .build();
    }
  }

  /** SHA-256 of its DER, in small hexadecimal digits. */
  static String fingerprint(X509Certificate certificate) {
    return Certificates.fingerprintOf(certificate);
  }
}
