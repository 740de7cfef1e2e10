// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A certificate and key that a maker or a hospital gives along, good for enrolling only. */
final class Bootstrap {
  /** A key and a chain have a few kilobytes. */
  private static final int MAX_BYTES = 256 * 1024;

  private Bootstrap() {}

  /** As the order has it; empty if it has none. */
  static Optional<Identity> of(Map<String, Object> order) throws TrustException {
    if (order.get("bootstrap") instanceof byte[] pkcs12) {
      char[] password =
          order.get("bootstrap_password") instanceof char[] given ? given : new char[0];
      return Optional.of(read(pkcs12, password));
    }
    return Optional.empty();
  }

  static Identity read(byte[] pkcs12, char[] password) throws TrustException {
    if (pkcs12.length > MAX_BYTES) {
      throw unreadable("it is larger than " + MAX_BYTES + " bytes");
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12", "SUN");
      store.load(new ByteArrayInputStream(pkcs12), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey key) {
          return new Identity(key, chain(store.getCertificateChain(alias)));
        }
      }
      throw unreadable("there is no key in it");
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unreadable("it is no PKCS#12, or the password is wrong");
    }
  }

  private static List<X509Certificate> chain(Certificate[] stored) throws TrustException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate one : stored == null ? new Certificate[0] : stored) {
      if (one instanceof X509Certificate certificate) {
        chain.add(certificate);
      }
    }
    if (chain.isEmpty()) {
      throw unreadable("its key has no certificate");
    }
    return chain;
  }

  /** Without a cause: what a parser says may show what it read. */
  private static TrustException unreadable(String why) {
    return Refusal.BOOTSTRAP_UNREADABLE.because(
        "The bootstrap certificate cannot be read: " + why + ".");
  }
}
