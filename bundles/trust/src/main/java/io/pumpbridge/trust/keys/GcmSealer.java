// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-256-GCM: {@code version (1) | nonce (12) | ciphertext | tag (16)}; the version and the
 * caller's context are authenticated with it.
 *
 * <p>Nonces are random, so one key may seal 2^32 messages before the chance that two ever share a
 * nonce exceeds 2^-32 (NIST SP 800-38D, 8.3). The journal of one bedside seals changes and a sample
 * every 10 s, some 2 records a second at the worst: 2^32 of them take 68 years. A key that should
 * end earlier gets a new version byte.
 *
 * <p>Any number of threads, one at a time in each direction: a cipher is kept for each, because
 * making the key's tables costs more than a record. It is Bouncy Castle's, which multiplies by
 * table: on the gateway's JVM, which has the first compiler only, the platform's own, bit by bit,
 * takes two and a half times as long.
 */
public final class GcmSealer implements Sealer {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int TAG_BITS = TAG_BYTES * Byte.SIZE;
  private static final int HEADER_BYTES = 1 + NONCE_BYTES;

  /** Far more than any record; a limit so that nobody seals what cannot be opened. */
  static final int MAX_PLAIN_BYTES = 16 * 1024 * 1024;

  private final SecureRandom random;
  private final GCMModeCipher sealing;
  private final GCMModeCipher opening;

  /**
   * @param key of 256 bits, in the clear: no token's
   */
  public GcmSealer(SecretKey key, SecureRandom random) {
    this.random = random;
    this.sealing = cipher(true, key);
    this.opening = cipher(false, key);
  }

  private static GCMModeCipher cipher(boolean seals, SecretKey key) {
    GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    KeyParameter parameter = new KeyParameter(key.getEncoded());
    cipher.init(seals, new AEADParameters(parameter, TAG_BITS, new byte[NONCE_BYTES]));
    return cipher;
  }

  @Override
  public Bytes seal(Bytes plain, Bytes context) {
    if (plain.length() > MAX_PLAIN_BYTES) {
      throw new IllegalArgumentException("too large to seal: " + plain.length() + " bytes");
    }
    byte[] sealed = new byte[HEADER_BYTES + plain.length() + TAG_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    sealed[0] = VERSION;
    System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
    try {
      synchronized (sealing) {
        sealing.init(true, message(nonce, context));
        int length = sealing.processBytes(plain.toArray(), 0, plain.length(), sealed, HEADER_BYTES);
        int rest = sealing.doFinal(sealed, HEADER_BYTES + length);
        return Bytes.of(sealed, 0, HEADER_BYTES + length + rest);
      }
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("only opening can fail", e);
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
    byte[] plain = new byte[length - HEADER_BYTES - TAG_BYTES];
    try {
      synchronized (opening) {
        opening.init(false, message(nonce, context));
        int out = opening.processBytes(content, HEADER_BYTES, length - HEADER_BYTES, plain, 0);
        int rest = opening.doFinal(plain, out);
        return Bytes.of(plain, 0, out + rest);
      }
    } catch (InvalidCipherTextException e) {
      throw Refusal.SEAL_BROKEN.because(
          "The seal is broken: the content, what it belongs to or this gateway's key changed.");
    }
  }

  /** The key stays; version and context are authenticated. */
  private static AEADParameters message(byte[] nonce, Bytes context) {
    byte[] authenticated = new byte[1 + context.length()];
    authenticated[0] = VERSION;
    System.arraycopy(context.toArray(), 0, authenticated, 1, context.length());
    return new AEADParameters(null, TAG_BITS, nonce, authenticated);
  }
}
