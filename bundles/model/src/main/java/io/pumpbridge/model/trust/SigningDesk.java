// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Map;

/**
 * People sign documents at a desk, one after the other: CMS SignedData (RFC 5652) in DER with the
 * content attached, as gateways demand it. JDK types only: the launcher calls it without sharing a
 * class.
 */
public interface SigningDesk {

  /**
   * What stands in a signed file and who says to have signed it; nothing of that is proven.
   *
   * @param signed CMS SignedData in DER
   * @return {@code content} ({@code byte[]}) and {@code signers}: a list of {@code
   *     {"role","subject"}}
   * @throws TrustException with {@code malformed}, {@code role-ambiguous}, …
   */
  Map<String, Object> read(byte[] signed) throws TrustException;

  /**
   * Adds one person's signature. Those that are on it already are verified first, and the result as
   * a gateway would before it is given away.
   *
   * @param wish
   *     <ul>
   *       <li>{@code content} ({@code byte[]}), to be signed first; or {@code signed} ({@code
   *           byte[]}), to be signed as well
   *       <li>{@code roles}: the roles that may sign it, each once and each another person, as in
   *           {@link SignerRole#wireName()}
   *       <li>{@code pkcs12} ({@code byte[]}), the file with the key; or {@code pkcs11_library}
   *           (absolute path) and {@code pkcs11_slot} ({@code first} or a number in decimal)
   *       <li>{@code secret} ({@code char[]}): the file's password or the token's PIN, overwritten
   *           before this returns
   *       <li>{@code key}, optional: the name of the key, where there are several
   *       <li>{@code chain}, optional: certificates in PEM of those who issued the key's
   *           certificate, where file or token does not hold them
   *       <li>{@code anchors}, optional: a list of certificates in PEM of trusted authorities; if
   *           left out, the last in the key's own chain is trusted
   *       <li>{@code lists}, optional: revocation lists ({@code byte[]} each, PEM or DER)
   *     </ul>
   *
   * @return {@code signed} ({@code byte[]}), {@code role} and {@code subject} of who has signed
   *     now, {@code at} (ISO 8601), {@code algorithm}, {@code signers} as above, and {@code
   *     missing}: the roles that have not signed yet
   * @throws TrustException with the code of what a gateway would refuse, or {@code
   *     signing-key-unreadable}, {@code signing-secret-wrong}, {@code signing-key-missing}, {@code
   *     signing-key-ambiguous}, {@code signing-anchors-missing}, {@code role-taken}, or a code of
   *     tokens
   */
  Map<String, Object> sign(Map<String, Object> wish) throws TrustException;
}
