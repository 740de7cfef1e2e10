// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Places with a name, one key in each. What is put there appears whole or not at all; a place that
 * holds a copy of another's key is common. Guarded by its owner's lock.
 */
interface KeyShelf {

  /**
   * What is in one place.
   *
   * @param chain of a key that waits, only a certificate that says nothing
   */
  record Entry(PrivateKey key, List<X509Certificate> chain, boolean certified) {
    public Entry {
      chain = List.copyOf(chain);
    }

    PublicKey publicKey() {
      return chain.get(0).getPublicKey();
    }
  }

  /**
   * @param remedy what to do if it cannot be read
   */
  Optional<Entry> find(String place, String remedy) throws TrustException;

  /** As {@link KeyVault#requireUsable}. */
  void requireUsable() throws TrustException;

  /** A new key, which waits; it stays only if it is put somewhere. */
  Entry make() throws TrustException;

  void replace(String place, Entry entry) throws TrustException;

  /** To the letter, also what cannot be read. */
  void copy(String from, String to) throws TrustException;

  /** Does nothing if there is nothing. */
  void delete(String place) throws TrustException;

  /** Destroys keys that are in none of these places any more. */
  void tidy(Set<String> places) throws TrustException;
}
