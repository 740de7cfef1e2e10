// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.PersonsToken;
import io.pumpbridge.trust.keys.Pkcs12File;
import io.pumpbridge.trust.keys.TokenPlace;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.CmsVerifier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where somebody's key is, and which of several it is. */
sealed interface KeySource {
  /**
   * Opens it.
   *
   * @param secret password or PIN
   */
  KeyStore open(char[] secret) throws TrustException;

  /** What signs with its keys; empty if the JDK itself does. */
  Optional<Provider> signsIn(KeyStore opened);

  /** PKCS#12 (RFC 7292). */
  record KeyFile(Bytes content) implements KeySource {
    @Override
    public KeyStore open(char[] secret) throws TrustException {
      if (content.length() > Pkcs12File.MAX_BYTES) {
        throw Refusal.SIGNING_KEY_UNREADABLE.because(
            "The key's file has more than "
                + Pkcs12File.MAX_BYTES
                + " bytes: it is no PKCS#12 file.");
      }
      try {
        return Pkcs12File.open(content.toArray(), secret);
      } catch (IOException e) {
        throw e.getCause() instanceof UnrecoverableKeyException ? wrongSecret(e) : unreadable(e);
      } catch (GeneralSecurityException | RuntimeException e) {
        throw unreadable(e);
      }
    }

    @Override
    public Optional<Provider> signsIn(KeyStore opened) {
      return Optional.empty();
    }
  }

  /** PKCS#11. */
  record InToken(TokenPlace place) implements KeySource {
    @Override
    public KeyStore open(char[] secret) throws TrustException {
      return PersonsToken.open(place, secret);
    }

    @Override
    public Optional<Provider> signsIn(KeyStore opened) {
      return Optional.of(opened.getProvider());
    }
  }

  /**
   * Takes out the key whose certificate gives one of the roles.
   *
   * @param name of the key, if the person says which
   */
  default PersonalKey take(char[] secret, Optional<String> name, Set<SignerRole> roles)
      throws TrustException {
    KeyStore keys = open(secret);
    try {
      List<String> names = names(keys, name);
      List<PersonalKey> fitting = new ArrayList<>();
      Optional<TrustException> unfit = Optional.empty();
      for (String each : names) {
        try {
          fitting.add(one(keys, each, secret, roles));
        } catch (TrustException e) {
          unfit = Optional.of(e);
        }
      }
      if (fitting.size() > 1) {
        throw Refusal.SIGNING_KEY_AMBIGUOUS.because(
            "There are several keys that could sign this: say which, of "
                + String.join(", ", names)
                + ".");
      }
      if (fitting.isEmpty()) {
        throw unfit.filter(only -> names.size() == 1).orElseGet(() -> missing(name));
      }
      return fitting.get(0);
    } catch (GeneralSecurityException | ProviderException e) {
      throw signsIn(keys).isPresent() ? PersonsToken.failed(e) : unreadable(e);
    }
  }

  private static List<String> names(KeyStore keys, Optional<String> wanted)
      throws GeneralSecurityException {
    List<String> names = new ArrayList<>();
    for (String each : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(each) && (wanted.isEmpty() || wanted.get().equalsIgnoreCase(each))) {
        names.add(each);
      }
    }
    return names;
  }

  private PersonalKey one(KeyStore keys, String name, char[] secret, Set<SignerRole> roles)
      throws GeneralSecurityException, TrustException {
    List<X509Certificate> chain = Pkcs12File.chain(keys, name);
    if (chain.isEmpty() || !(keys.getKey(name, secret) instanceof PrivateKey key)) {
      throw missing(Optional.of(name));
    }
    SignerRole role = CmsVerifier.roleOf(chain.get(0));
    PersonalKey found = new PersonalKey(key, signsIn(keys), role, chain);
    if (!roles.contains(role)) {
      throw Refusal.SIGNER_UNEXPECTED.because(
          found.subject() + " signs as " + role.wireName() + ", and nobody asks for that here.",
          found.subject());
    }
    return found;
  }

  private static TrustException missing(Optional<String> name) {
    return Refusal.SIGNING_KEY_MISSING.because(
        "There is no key"
            + name.map(wanted -> " of the name " + wanted).orElse("")
            + " with a certificate that may sign this.");
  }

  private static TrustException wrongSecret(Exception cause) {
    return Refusal.SIGNING_SECRET_WRONG.because(
        "The key's file does not open with that password.", "", cause);
  }

  private static TrustException unreadable(Exception cause) {
    return Refusal.SIGNING_KEY_UNREADABLE.because(
        "The key's file cannot be read as PKCS#12.", "", cause);
  }
}
