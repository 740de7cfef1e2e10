// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import java.security.cert.X509Certificate;
import java.util.Set;

/** A thing that makes keys, keeps them and signs with them, and never gives one away. */
interface Token {

  /**
   * Makes a key under a name that no other has.
   *
   * @return a certificate that says nothing, for the public key
   */
  X509Certificate make(String name, Curve curve) throws TrustException;

  /**
   * @param algorithm of the JDK, as {@code SHA256withECDSA}
   * @return DER
   */
  byte[] sign(String name, String algorithm, byte[] content) throws TrustException;

  /** Throws what it threw last, unless it has worked since. */
  default void requireUsable() throws TrustException {}

  /** The names of its keys, also of others than this gateway's. */
  Set<String> names() throws TrustException;

  /** Destroys a key; does nothing if there is none of that name. */
  void delete(String name) throws TrustException;
}
