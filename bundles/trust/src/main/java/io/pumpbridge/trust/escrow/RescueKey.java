// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;

/** The hospital's escrow key, at the desk of whoever rescues; never on a gateway. */
record RescueKey(PrivateKey key, X509Certificate certificate) {
  /** A key and a chain have a few kilobytes. */
  private static final int MAX_BYTES = 256 * 1024;

  /**
   * Reads a PKCS#12 with one key.
   *
   * @throws TrustException {@code escrow-key-unreadable}
   */
  static RescueKey read(byte[] pkcs12, char[] password) throws TrustException {
    if (pkcs12.length > MAX_BYTES) {
      throw unreadable("it is larger than " + MAX_BYTES + " bytes");
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12", "SUN");
      store.load(new ByteArrayInputStream(pkcs12), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)
            && store.getKey(alias, password) instanceof PrivateKey key
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          return new RescueKey(key, certificate);
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unreadable("it is no PKCS#12, or the password is wrong");
    }
    throw unreadable("there is no key with its certificate in it");
  }

  /** Without a cause: what a parser says may show what it read. */
  private static TrustException unreadable(String why) {
    return Refusal.ESCROW_KEY_UNREADABLE.because("The escrow key cannot be read: " + why + ".");
  }

  /** Not even where it is. */
  @Override
  public String toString() {
    return "RescueKey[" + certificate.getSubjectX500Principal().getName() + "]";
  }
}
