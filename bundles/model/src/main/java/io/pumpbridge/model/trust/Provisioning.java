// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

/**
 * How a gateway gets its identity by files: the key is made here and never leaves. JDK types only:
 * the launcher calls it without sharing a class.
 */
public interface Provisioning {

  /**
   * Makes a key pair if there is none and a request for it.
   *
   * @return PKCS#10 in PEM
   * @throws TrustException if the key store cannot be read or written
   */
  String request() throws TrustException;

  /**
   * Takes the certificate that came back.
   *
   * @param pem the certificate and its issuers, leaf first, PEM
   * @throws TrustException if it is not for this gateway's key or id, or does not chain to the
   *     anchors
   */
  void install(String pem) throws TrustException;
}
