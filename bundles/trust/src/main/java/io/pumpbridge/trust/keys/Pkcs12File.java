// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A key that somebody brings along as a file (RFC 7292); those of this gateway lie on a shelf. */
public final class Pkcs12File {
  /** A key, its certificate and a few issuers have a few kilobytes; more is no key file. */
  public static final int MAX_BYTES = 256 * 1024;

  private Pkcs12File() {}

  /** Opens one of at most {@link #MAX_BYTES}. */
  public static KeyStore open(byte[] content, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12", "SUN");
    keys.load(new ByteArrayInputStream(content), password);
    return keys;
  }

  /**
   * The first key in it that has a certificate.
   *
   * @param what it is, for people
   * @throws TrustException that refusal; without a cause, since what a parser says may show what it
   *     read
   */
  public static Identity first(byte[] content, char[] password, Refusal refusal, String what)
      throws TrustException {
    if (content.length > MAX_BYTES) {
      throw unreadable(refusal, what, "it is larger than " + MAX_BYTES + " bytes");
    }
    try {
      KeyStore keys = open(content, password);
      for (String name : Collections.list(keys.aliases())) {
        List<X509Certificate> chain = chain(keys, name);
        if (!chain.isEmpty() && keys.getKey(name, password) instanceof PrivateKey key) {
          return new Identity(key, chain);
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unreadable(refusal, what, "it is no PKCS#12, or the password is wrong");
    }
    throw unreadable(refusal, what, "there is no key with its certificate in it");
  }

  /** The certificate of a key and who issued it, as far as they lie beside it; may be empty. */
  public static List<X509Certificate> chain(KeyStore keys, String name)
      throws GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>();
    Certificate[] known = keys.getCertificateChain(name);
    for (Certificate certificate : known == null ? new Certificate[0] : known) {
      if (certificate instanceof X509Certificate x509) {
        chain.add(x509);
      }
    }
    return chain;
  }

  private static TrustException unreadable(Refusal refusal, String what, String why) {
    return refusal.because(what + " cannot be read: " + why + ".");
  }
}
