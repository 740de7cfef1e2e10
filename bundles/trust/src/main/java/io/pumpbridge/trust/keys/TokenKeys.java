// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.StateFolder;
import java.security.SecureRandom;
import java.util.List;

/** Everything that keys in a PKCS#11 token need, from the library to the JDK's TLS. */
public final class TokenKeys implements AutoCloseable {
  private final WatchedToken token;
  private final TokenSignatures signatures;
  private final TokenShelf shelf;
  private final KeyVault vault;

  private TokenKeys(WatchedToken token, TokenSignatures signatures, TokenShelf shelf) {
    this.token = token;
    this.signatures = signatures;
    this.shelf = shelf;
    this.vault = new IdentityStore(shelf);
  }

  /** Does not touch the token yet. */
  public static TokenKeys in(
      TokenPlace place, StateFolder folder, String gatewayId, Curve curve, SecureRandom random) {
    PinFile pin = new PinFile(place.pinFile(), folder);
    WatchedToken token =
        new WatchedToken(
            new Pkcs11Token(place, pin), WatchedToken.SIGN_LIMIT, WatchedToken.CHANGE_LIMIT);
    TokenShelf shelf = new TokenShelf(folder, token, gatewayId, curve, random);
    return new TokenKeys(token, TokenSignatures.register(), shelf);
  }

  public KeyVault vault() {
    return vault;
  }

  /** Names of this gateway's keys in the token, the one in use last. */
  public List<String> own() throws TrustException {
    return shelf.own();
  }

  /** Destroys them all, and makes none any more; completes what failed in the middle. */
  public List<String> destroyAll() throws TrustException {
    return shelf.destroyAll();
  }

  @Override
  public void close() {
    signatures.close();
    token.close();
  }
}
