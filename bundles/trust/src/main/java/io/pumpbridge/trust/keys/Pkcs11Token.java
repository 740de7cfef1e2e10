// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A token behind a PKCS#11 library, by the JDK's SunPKCS11, which is never registered. For one
 * thread at a time. After each failure it is opened anew: it may have been pulled out.
 *
 * <p>The JDK finds a private key only by a certificate with the same CKA_ID. So each key gets one
 * that says nothing, when it is made, and keeps it.
 */
final class Pkcs11Token implements Token {
  private static final String PROVIDER = "SunPKCS11";

  private record Open(Provider provider, KeyStore keys) {}

  @FunctionalInterface
  private interface Step<T> {
    T take() throws GeneralSecurityException, IOException, TrustException;
  }

  private final TokenPlace place;
  private final PinFile pin;
  private @Nullable Open open;

  Pkcs11Token(TokenPlace place, PinFile pin) {
    this.place = place;
    this.pin = pin;
  }

  @Override
  public X509Certificate make(String name, Curve curve) throws TrustException {
    return attempt(
        () -> {
          // The template names the key from its first moment on.
          Open maker = open(template(name));
          KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", maker.provider());
          generator.initialize(new ECGenParameterSpec(curve.jdkName()));
          KeyPair pair = generator.generateKeyPair();
          if (pair.getPrivate().getEncoded() != null) {
            throw Refusal.TOKEN_FAILED.because("This token gives its keys away: do not use it.");
          }
          TokenKey key = new TokenKey(name, new OneKey(maker.provider(), pair.getPrivate()));
          X509Certificate says = DeviceKeys.placeholder(new KeyPair(pair.getPublic(), key));
          Certificate[] chain = {says};
          maker.keys().setKeyEntry(name, pair.getPrivate(), null, chain);
          open = null;
          if (!names().contains(name)) {
            throw Refusal.TOKEN_FAILED.because("The token did not keep a key that it made.");
          }
          return Certificates.fromDer(says.getEncoded());
        });
  }

  /**
   * RFC 7512 and Java's PKCS#11 guide, "attributes": what each key on an elliptic curve is like.
   */
  private static String template(String name) {
    String id = HexFormat.of().formatHex(name.getBytes(StandardCharsets.US_ASCII));
    return String.join(
        "\n",
        "attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {",
        "CKA_TOKEN = true",
        "CKA_PRIVATE = true",
        "CKA_SENSITIVE = true",
        "CKA_EXTRACTABLE = false",
        "CKA_SIGN = true",
        "CKA_DECRYPT = false",
        "CKA_UNWRAP = false",
        "CKA_ID = 0h" + id,
        "}",
        "");
  }

  @Override
  public byte[] sign(String name, String algorithm, byte[] content) throws TrustException {
    return attempt(
        () -> {
          Open now = opened();
          if (!(now.keys().getKey(name, null) instanceof PrivateKey key)) {
            open = null;
            throw Refusal.TOKEN_KEY_MISSING.because(
                "The token does not hold this gateway's key "
                    + name
                    + ": put the right token in, or provision this gateway anew.");
          }
          return signWith(now.provider(), key, algorithm, content);
        });
  }

  private static byte[] signWith(
      Provider provider, PrivateKey key, String algorithm, byte[] content)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm, provider);
    signature.initSign(key);
    signature.update(content);
    return signature.sign();
  }

  /** A key for its very first signature, before the token can find it. */
  private record OneKey(Provider provider, PrivateKey key) implements Token {
    @Override
    public byte[] sign(String name, String algorithm, byte[] content) throws TrustException {
      try {
        return signWith(provider, key, algorithm, content);
      } catch (GeneralSecurityException e) {
        throw failed(e);
      }
    }

    @Override
    public X509Certificate make(String name, Curve curve) {
      throw new UnsupportedOperationException("this only signs");
    }

    @Override
    public Set<String> names() {
      return Set.of();
    }

    @Override
    public void delete(String name) {
      throw new UnsupportedOperationException("this only signs");
    }
  }

  @Override
  public Set<String> names() throws TrustException {
    return attempt(
        () -> {
          KeyStore keys = opened().keys();
          Set<String> names = new TreeSet<>();
          for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
              names.add(alias);
            }
          }
          return names;
        });
  }

  @Override
  public void delete(String name) throws TrustException {
    boolean unused =
        attempt(
            () -> {
              Open now = opened();
              boolean there = now.keys().containsAlias(name);
              if (there) {
                now.keys().deleteEntry(name);
                open = null; // whoever looks next asks the token, and no memory of it
              }
              return there;
            });
  }

  private <T> T attempt(Step<T> step) throws TrustException {
    try {
      return step.take();
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      open = null;
      throw failed(e);
    }
  }

  private Open opened() throws GeneralSecurityException, IOException, TrustException {
    Open now = open;
    if (now == null) {
      now = open("");
      open = now;
    }
    return now;
  }

  private Open open(String template) throws GeneralSecurityException, IOException, TrustException {
    Provider provider = provider(template);
    KeyStore keys;
    try {
      keys = KeyStore.getInstance("PKCS11", provider);
    } catch (GeneralSecurityException noTokenNoStore) {
      throw missing(noTokenNoStore);
    }
    char[] secret = pin.read();
    try {
      keys.load(null, secret);
    } catch (IOException e) {
      throw TokenFailures.isPinWrong(e) ? pin.refuse() : failed(e);
    } finally {
      Arrays.fill(secret, ' ');
    }
    return new Open(provider, keys);
  }

  private Provider provider(String template) throws TrustException {
    return provider(place, template);
  }

  /** SunPKCS11 for that token, not registered. */
  static Provider provider(TokenPlace place, String template) throws TrustException {
    Provider base = Security.getProvider(PROVIDER);
    if (base == null || !Files.isRegularFile(place.library())) {
      throw TokenFailures.library(place, null);
    }
    try {
      // What begins with "--" is the configuration itself, and no file's name.
      return base.configure(
          String.join(
              "\n",
              "--name = PumpBridge",
              "library = " + place.library(),
              place.slotLine(),
              template));
    } catch (InvalidParameterException | UnsupportedOperationException | ProviderException e) {
      throw TokenFailures.opening(place, e);
    }
  }

  private static TrustException missing(Exception cause) {
    return TokenFailures.missing(cause);
  }

  private static TrustException failed(Exception cause) {
    return TokenFailures.explain(cause);
  }
}
