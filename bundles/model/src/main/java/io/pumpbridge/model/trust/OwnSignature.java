// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Map;

/**
 * What this gateway says in its own name, and what other gateways of the hospital said in theirs:
 * receipts and backups. JDK types only: the launcher calls it without sharing a class.
 */
public interface OwnSignature {

  /**
   * Who signs, and what the trusted clock says: {@code gateway}, {@code hospital}, {@code serial}
   * (hex, as an authority revokes it), {@code sha256} (of the certificate), {@code subject}, {@code
   * issuer}, {@code ends}, {@code at} (ISO 8601) and {@code clock}, all text; and {@code
   * certificates}, a list of all that are to be revoked when this gateway ends: each with {@code
   * use} ({@code in-use}, or {@code previous}: kept until the new one has worked) and {@code
   * serial}, {@code sha256}, {@code subject}, {@code issuer}, {@code ends}; last, with {@code use}
   * {@code waiting}, {@code key_sha256}: of the public key (SubjectPublicKeyInfo) for which a
   * certificate has been asked and none has come.
   *
   * @throws TrustException if there is no identity, or none that can be read
   */
  Map<String, Object> who() throws TrustException;

  /**
   * Signs with this gateway's key.
   *
   * @return CMS SignedData (RFC 5652) in DER, content and certificates attached
   * @throws TrustException if there is no identity, or the content is larger than any signed file
   */
  byte[] sign(byte[] content) throws TrustException;

  /**
   * Verifies what a gateway of this hospital signed: exactly one signature, by a certificate that
   * names a gateway and leads to this hospital's anchors.
   *
   * @return {@code gateway} (who signed, text) and {@code content} ({@code byte[]})
   * @throws TrustException says which check failed
   */
  Map<String, Object> verify(byte[] signed) throws TrustException;
}
