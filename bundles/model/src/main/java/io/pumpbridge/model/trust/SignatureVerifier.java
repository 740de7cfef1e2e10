// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import io.pumpbridge.model.measure.Bytes;
import java.util.Set;

/** Verifies CMS SignedData (RFC 5652) against the hospital's anchors. */
public interface SignatureVerifier {

  /**
   * Accepts only if every required role signed, by as many different people as there are roles,
   * every signature holds, and every signer's certificate chains to an anchor and carries its role.
   *
   * @param signed DER with the content attached
   * @throws TrustException says which check failed: {@code malformed}, {@code signature-invalid},
   *     {@code signer-missing}, {@code same-signer}, {@code role-missing}, {@code chain-untrusted},
   *     {@code certificate-expired}, {@code algorithm-weak}, …
   */
  SignedContent verify(Bytes signed, Set<SignerRole> required) throws TrustException;
}
