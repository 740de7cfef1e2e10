// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import io.pumpbridge.model.measure.Bytes;
import java.time.Instant;
import java.util.List;

/**
 * Verifies at a desk what gateways have signed in their own names ({@link OwnSignature#sign}),
 * perhaps years ago.
 *
 * <p>A certificate is judged by the time that its signature names, not by today's: what was signed
 * while it was valid counts for good. That time is a claim of whoever held the key. It must lie
 * within the certificate's dates and not in the future; within them nothing proves it. Revocation
 * is not asked: a gateway that has ended is revoked as a matter of course, and whoever has stolen a
 * key names an earlier time.
 */
public interface GatewaySignatures {

  /**
   * Whom to believe.
   *
   * @param anchors certificates of authorities in PEM, one or several in each text
   * @throws TrustException {@code anchors-unreadable}, or {@code no-anchors} if there is none
   */
  Verifier below(List<String> anchors) throws TrustException;

  /** Knows whom to believe. */
  interface Verifier {

    /**
     * Verifies one.
     *
     * @param signed CMS SignedData (RFC 5652) in DER, content and certificates attached
     * @throws TrustException says which check failed, as {@link OwnSignature#verify}
     */
    Signed verify(Bytes signed) throws TrustException;
  }

  /**
   * What a gateway has signed.
   *
   * @param gateway its id, as its certificate names it
   * @param claimedAt when it says to have signed
   */
  record Signed(String gateway, Bytes content, Instant claimedAt) {}
}
