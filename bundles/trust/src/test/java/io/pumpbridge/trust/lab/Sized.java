// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** Certificates of an exact length. */
public final class Sized {
  private static final ASN1ObjectIdentifier PADDING = new ASN1ObjectIdentifier("1.2.3.4.5");

  private Sized() {}

  /** As wished, with so much that nobody asked for that it has just so many bytes. */
  public static X509Certificate certificate(Authority issuer, Wish wish, int bytes) {
    int padding = bytes - Forged.by(issuer, wish).with(PADDING, false, new byte[0]).der().length;
    // The lengths of lengths and of signatures vary.
    for (int attempt = 0; attempt < 1_000; attempt++) {
      Forged forged = Forged.by(issuer, wish).with(PADDING, false, new byte[padding]);
      X509Certificate made = forged.certificate();
      int excess = Shown.der(made).length - bytes;
      if (excess == 0) {
        return made;
      }
      padding -= Integer.signum(excess) * Math.max(1, Math.abs(excess) - 2);
    }
    throw new AssertionError("no certificate has " + bytes + " bytes");
  }
}
