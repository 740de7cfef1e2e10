// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.keys.TokenKeys;
import java.util.Optional;

/**
 * Who this gateway is.
 *
 * @param token where its keys are, if they are not in files
 */
record OwnKeys(
    GatewayName gateway, Optional<TokenKeys> token, KeyVault vault, OwnIdentity identity) {

  static OwnKeys open(Foundation base, Settings settings) {
    GatewayName gateway = new GatewayName(settings.gatewayId());
    KeySettings keys = settings.keys();
    Optional<TokenKeys> token =
        keys.token()
            .map(at -> TokenKeys.in(at, base.folder(), gateway.id(), keys.curve(), base.random()));
    KeyVault vault =
        token.isPresent()
            ? token.get().vault()
            : new IdentityStore(base.folder(), keys.curve(), base.random());
    return new OwnKeys(gateway, token, vault, new OwnIdentity(gateway, settings.hospital(), vault));
  }
}
