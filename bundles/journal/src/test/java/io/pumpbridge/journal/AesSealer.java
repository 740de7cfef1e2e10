// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Real AES-256-GCM with a key from a password: what trust does, without its key store. */
final class AesSealer implements Sealer {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  AesSealer(String password) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
      this.key = new SecretKeySpec(digest, "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Bytes seal(Bytes plain, Bytes context) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain.toArray());
      byte[] whole = new byte[NONCE + sealed.length];
      System.arraycopy(nonce, 0, whole, 0, NONCE);
      System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
      return Bytes.of(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Bytes open(Bytes sealed, Bytes context) throws TrustException {
    byte[] whole = sealed.toArray();
    if (whole.length < NONCE) {
      throw new TrustException("seal-broken", "too short", "");
    }
    try {
      byte[] nonce = Bytes.of(whole, 0, NONCE).toArray();
      return Bytes.of(
          cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(whole, NONCE, whole.length - NONCE));
    } catch (GeneralSecurityException e) {
      throw new TrustException("seal-broken", "does not open", "");
    }
  }

  private Cipher cipher(int mode, byte[] nonce, Bytes context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.toArray());
    return cipher;
  }
}
