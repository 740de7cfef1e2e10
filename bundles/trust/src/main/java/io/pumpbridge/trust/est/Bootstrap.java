// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.Pkcs12File;
import io.pumpbridge.trust.refusal.Refusal;
import java.util.Map;
import java.util.Optional;

/** A certificate and key that a maker or a hospital gives along, good for enrolling only. */
final class Bootstrap {
  private Bootstrap() {}

  /** As the order has it; empty if it has none. */
  static Optional<Identity> of(Map<String, Object> order) throws TrustException {
    if (order.get("bootstrap") instanceof byte[] pkcs12) {
      char[] password =
          order.get("bootstrap_password") instanceof char[] given ? given : new char[0];
      return Optional.of(
          Pkcs12File.first(
              pkcs12, password, Refusal.BOOTSTRAP_UNREADABLE, "The bootstrap certificate"));
    }
    return Optional.empty();
  }
}
