// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Map;

/**
 * Site packages at the hospital's desk, without a gateway. JDK types only: the launcher calls it
 * without sharing a class.
 */
public interface SiteDesk {

  /**
   * Writes a package down, to be signed.
   *
   * @param wish {@code hospital}, {@code number}, {@code reason}; {@code server} and {@code
   *     signers}, {@code server_leaving} and {@code signers_leaving}, {@code withdrawn}: lists of
   *     certificates in PEM; {@code until} for those that leave; {@code reissue}
   * @return the document that is to be signed, as its schema has it
   * @throws TrustException with {@code site-malformed} or {@code site-anchor-unusable}
   */
  Map<String, Object> make(Map<String, Object> wish) throws TrustException;

  /**
   * Judges a signed package as a gateway would.
   *
   * @param signed CMS SignedData in DER
   * @param inForce the package that is in force at the gateways; empty to judge it by its own
   *     anchors, as a gateway that knows nobody does
   * @return {@code {"accept","code","reason",…}}, and what stands in it if it is accepted; {@code
   *     install_code} is what to type at a gateway that knows nobody
   */
  Map<String, Object> judge(byte[] signed, byte[] inForce);
}
