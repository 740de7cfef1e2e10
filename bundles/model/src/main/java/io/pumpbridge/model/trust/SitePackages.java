// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Map;

/**
 * Whom this gateway trusts, as a signed package says. JDK types only: the launcher calls it without
 * sharing a class.
 */
public interface SitePackages {

  /**
   * Takes a site package, if it may come into force. Every refusal is recorded.
   *
   * @param signed CMS SignedData in DER, as its people signed it
   * @param code that binds these very bytes, for a gateway that knows nobody yet; else empty
   * @return {@code {"accepted","code","reason",…}}; refused ones name the certificate's {@code
   *     subject}, if one is to blame
   */
  Map<String, Object> installSite(byte[] signed, String code);

  /** Whom this gateway trusts now, as {@code site show --json} tells it. */
  Map<String, Object> showSite();
}
