// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;

/**
 * A token that a person brings along, for one signature: its keys and certificates were put there
 * by whoever issued it, and nothing is written to it.
 */
public final class PersonsToken {
  private PersonsToken() {}

  /**
   * Opens it; the provider of what is returned signs with its keys.
   *
   * @param secret the PIN; tried once
   * @throws TrustException with a code of tokens
   */
  public static KeyStore open(TokenPlace place, char[] secret) throws TrustException {
    Provider provider = Pkcs11Token.provider(place, "");
    try {
      KeyStore keys = KeyStore.getInstance("PKCS11", provider);
      keys.load(null, secret);
      return keys;
    } catch (IOException e) {
      if (TokenFailures.isPinWrong(e)) {
        throw Refusal.TOKEN_PIN_WRONG.because(
            "The token refused the PIN. It locks itself after a few wrong ones.", "", e);
      }
      throw TokenFailures.explain(e);
    } catch (ProviderException e) {
      throw TokenFailures.explain(e);
    } catch (GeneralSecurityException noTokenNoStore) {
      throw TokenFailures.missing(noTokenNoStore);
    }
  }

  /** Why a token that was open does not sign. */
  public static TrustException failed(Throwable failure) {
    return TokenFailures.explain(failure);
  }
}
