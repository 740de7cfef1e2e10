// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM: {@code version (1) | nonce (12) | ciphertext | tag (16)}; the version and the
 * caller's context are authenticated with it.
 *
 * <p>Nonces are random, so one key may seal 2^32 messages before the chance that two ever share a
 * nonce exceeds 2^-32 (NIST SP 800-38D, 8.3). The journal of one bedside seals changes and a sample
 * every 10 s, some 2 records a second at the worst: 2^32 of them take 68 years. A key that should
 * end earlier gets a new version byte.
 *
 * <p>Any number of threads, one at a time in each direction: a cipher is kept for each. It is the
 * platform's, which uses the processor's own AES and carry-less multiplication where it has them,
 * once the second compiler has seen it; a record then takes a tenth of what it takes in Java.
 */
public final class GcmSealer implements Sealer {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEADER_BYTES = 1 + NONCE_BYTES;

  /** Far more than any record; a limit so that nobody seals what cannot be opened. */
  static final int MAX_PLAIN_BYTES = 16 * 1024 * 1024;

  private static final String PROVIDER = "SunJCE";
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private final SecretKey key;
  private final SecureRandom random;
  private final Cipher sealing;
  private final Cipher opening;

  /**
   * @param key of 256 bits, in the clear: no token's
   */
  public GcmSealer(SecretKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
    try {
      this.sealing = Cipher.getInstance(TRANSFORMATION, PROVIDER);
      this.opening = Cipher.getInstance(TRANSFORMATION, PROVIDER);
    } catch (GeneralSecurityException e) {
      throw impossible(e);
    }
  }

  @Override
  public Bytes seal(Bytes plain, Bytes context) {
    if (plain.length() > MAX_PLAIN_BYTES) {
      throw new IllegalArgumentException("too large to seal: " + plain.length() + " bytes");
    }
    byte[] sealed = new byte[HEADER_BYTES + plain.length() + TAG_BYTES];
    plain.copyTo(sealed, HEADER_BYTES);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    sealed[0] = VERSION;
    System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
    try {
      synchronized (sealing) {
        begin(sealing, Cipher.ENCRYPT_MODE, nonce, context);
        int length = sealing.doFinal(sealed, HEADER_BYTES, plain.length(), sealed, HEADER_BYTES);
        return Bytes.of(sealed, 0, HEADER_BYTES + length);
      }
    } catch (GeneralSecurityException e) {
      throw impossible(e);
    }
  }

  @Override
  public Bytes open(Bytes sealed, Bytes context) throws TrustException {
    int length = sealed.length();
    if (length < HEADER_BYTES + TAG_BYTES
        || length > HEADER_BYTES + MAX_PLAIN_BYTES + TAG_BYTES
        || sealed.at(0) != VERSION) {
      throw Refusal.SEAL_BROKEN.because("This was not sealed by this kind of sealer.");
    }
    byte[] content = sealed.toArray();
    byte[] nonce = Arrays.copyOfRange(content, 1, HEADER_BYTES);
    try {
      synchronized (opening) {
        begin(opening, Cipher.DECRYPT_MODE, nonce, context);
        return Bytes.of(opening.doFinal(content, HEADER_BYTES, length - HEADER_BYTES));
      }
    } catch (AEADBadTagException e) {
      throw Refusal.SEAL_BROKEN.because(
          "The seal is broken: the content, what it belongs to or this gateway's key changed.");
    } catch (GeneralSecurityException e) {
      throw impossible(e);
    }
  }

  /** Version and context are authenticated with what follows. */
  private void begin(Cipher cipher, int mode, byte[] nonce, Bytes context)
      throws GeneralSecurityException {
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    byte[] authenticated = new byte[1 + context.length()];
    authenticated[0] = VERSION;
    context.copyTo(authenticated, 1);
    cipher.updateAAD(authenticated);
  }

  private static IllegalStateException impossible(GeneralSecurityException e) {
    return new IllegalStateException("this Java cannot do " + TRANSFORMATION, e);
  }
}
