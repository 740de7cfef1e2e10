// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Map;

/**
 * Opens what a gateway put into escrow for its hospital, at a desk. JDK types only: the launcher
 * calls it without sharing a class. Whoever offers it is also the {@link Sealer} of what that
 * gateway sealed, for opening only; the key never leaves it.
 */
public interface EscrowDesk {

  /**
   * Opens an envelope.
   *
   * @param envelope CMS EnvelopedData in DER
   * @param pkcs12 the hospital's escrow key and its certificate
   * @param password of the PKCS#12
   * @return whose it is: {@code gateway}, {@code key_id}, {@code certificate} (subject), {@code
   *     sha256} (of the certificate), all texts
   * @throws TrustException {@code escrow-key-unreadable}, {@code escrow-key-wrong} or {@code
   *     escrow-envelope-damaged}
   */
  Map<String, Object> unlock(byte[] envelope, byte[] pkcs12, char[] password) throws TrustException;
}
