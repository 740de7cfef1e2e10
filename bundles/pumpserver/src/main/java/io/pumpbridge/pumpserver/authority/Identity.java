// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.authority;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A key and the certificate that says whose it is.
 *
 * @param chain leaf first; the root is last
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
  public Identity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("an identity has a certificate");
    }
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return certificate().getSubjectX500Principal().getName();
  }
}
