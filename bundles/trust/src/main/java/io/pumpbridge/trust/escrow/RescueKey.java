// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.Pkcs12File;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** The hospital's escrow key, at the desk of whoever rescues; never on a gateway. */
record RescueKey(PrivateKey key, X509Certificate certificate) {

  /**
   * Reads a PKCS#12 with one key.
   *
   * @throws TrustException {@code escrow-key-unreadable}
   */
  static RescueKey read(byte[] pkcs12, char[] password) throws TrustException {
    Identity found =
        Pkcs12File.first(pkcs12, password, Refusal.ESCROW_KEY_UNREADABLE, "The escrow key");
    return new RescueKey(found.key(), found.leaf());
  }

  /** Not even where it is. */
  @Override
  public String toString() {
    return "RescueKey[" + certificate.getSubjectX500Principal().getName() + "]";
  }
}
