// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The SHA-256 of a root, as a person was told it on another way. */
record Fingerprint(Bytes sha256) {
  private static final int BYTES = 32;

  /**
   * @param typed 64 hexadecimal digits; colons, hyphens and blanks between them do not count
   */
  static Fingerprint from(String typed) throws TrustException {
    try {
      String digits = typed.replaceAll("[:\\s-]", "").toLowerCase(Locale.ROOT);
      byte[] bytes = HexFormat.of().parseHex(digits);
      if (bytes.length == BYTES) {
        return new Fingerprint(Bytes.of(bytes));
      }
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    throw invalid();
  }

  String hex() {
    return HexFormat.of().formatHex(sha256.toArray());
  }

  private static TrustException invalid() {
    return Refusal.FINGERPRINT_INVALID.because(
        "The fingerprint must be the SHA-256 of the hospital's root: 64 hexadecimal digits, as"
            + " \"openssl x509 -noout -fingerprint -sha256\" prints them.");
  }

  /** The root of that fingerprint. */
  X509Certificate of(List<X509Certificate> offered) throws TrustException {
    try {
      for (X509Certificate one : offered) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(one.getEncoded());
        // Only an authority: else its owner could issue for itself.
        if (MessageDigest.isEqual(digest, sha256.toArray()) && one.getBasicConstraints() >= 0) {
          return one;
        }
      }
    } catch (CertificateException e) {
      throw mismatch(offered.size());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
    throw mismatch(offered.size());
  }

  private static TrustException mismatch(int count) {
    return Refusal.FINGERPRINT_MISMATCH.because(
        "None of the "
            + count
            + " authorities that the server shows has the fingerprint that was given: compare it"
            + " once more; if it was right, this is not the hospital's server. Nothing was sent.");
  }
}
