// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.trust.files.StateFolder;
import java.security.SecureRandom;

/** Everything that keys in a PKCS#11 token need, from the library to the JDK's TLS. */
public final class TokenKeys implements AutoCloseable {
  private final WatchedToken token;
  private final TokenSignatures signatures;
  private final KeyVault vault;

  private TokenKeys(WatchedToken token, TokenSignatures signatures, KeyVault vault) {
    this.token = token;
    this.signatures = signatures;
    this.vault = vault;
  }

  /** Does not touch the token yet. */
  public static TokenKeys in(
      TokenPlace place, StateFolder folder, String gatewayId, Curve curve, SecureRandom random) {
    PinFile pin = new PinFile(place.pinFile(), folder);
    WatchedToken token =
        new WatchedToken(
            new Pkcs11Token(place, pin), WatchedToken.SIGN_LIMIT, WatchedToken.CHANGE_LIMIT);
    TokenShelf shelf = new TokenShelf(folder, token, gatewayId, curve, random);
    return new TokenKeys(token, TokenSignatures.register(), new IdentityStore(shelf));
  }

  public KeyVault vault() {
    return vault;
  }

  @Override
  public void close() {
    signatures.close();
    token.close();
  }
}
