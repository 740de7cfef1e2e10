// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Map;

/**
 * How a gateway gets its certificate over the network, first and again; which protocol does it is
 * known behind this port only. JDK types only: the launcher calls it without sharing a class.
 *
 * <p>Both answer with {@code outcome}: {@code installed}, and then {@code subject}, {@code serial}
 * (hexadecimal), {@code begins}, {@code ends} (ISO 8601), {@code new_key} (boolean), and {@code
 * previous_ends} if there was a certificate before; or {@code pending}, and then {@code
 * retry_after_s}: somebody has to approve it, and the same is to be asked again. {@code server} is
 * in both.
 */
public interface Enrolment {

  /**
   * Gets a first certificate, or a new one when the old cannot be renewed. The key waits here until
   * a certificate for it comes, so the same call may be made again.
   *
   * @param order {@code server}: URL, the configured one if absent; {@code fingerprint}: SHA-256 of
   *     the hospital's root in hexadecimal, the configured anchors count if absent; {@code
   *     revocation_lists}: files with the lists of the authorities above the server, as a {@code
   *     List} of {@code byte[]}, which are kept; and either {@code code}: the technician's one-time
   *     code as {@code char[]}, or {@code bootstrap}: a PKCS#12 as {@code byte[]} and {@code
   *     bootstrap_password}: {@code char[]}
   * @throws TrustException says which check failed or what the server said
   */
  Map<String, Object> enrol(Map<String, Object> order) throws TrustException;

  /**
   * Gets the next certificate now, proven by the present one.
   *
   * @throws TrustException also if there is no server configured, no certificate yet, or one that
   *     has ended for too long
   */
  Map<String, Object> renew() throws TrustException;
}
