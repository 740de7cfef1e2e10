// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The sealing key, apart from the identity: a new certificate or even a lost identity must not make
 * the journal unreadable. A damaged file is never replaced, it may still be mended.
 */
public final class SealingKeyFile {
  static final String FILE = "sealing.key";

  private static final String MAGIC = "pump-bridge-sealing-key-1";
  private static final int KEY_BYTES = 32;
  private static final int CHECK_BYTES = 8;

  private SealingKeyFile() {}

  public static SecretKey loadOrMake(StateFolder folder, SecureRandom random)
      throws TrustException {
    try {
      Optional<byte[]> content = folder.find(FILE);
      if (content.isPresent()) {
        return parse(new String(content.get(), StandardCharsets.US_ASCII));
      }
      byte[] key = new byte[KEY_BYTES];
      random.nextBytes(key);
      HexFormat hex = HexFormat.of();
      String line = MAGIC + " " + hex.formatHex(key) + " " + hex.formatHex(check(key)) + "\n";
      folder.replace(FILE, line.getBytes(StandardCharsets.US_ASCII));
      return new SecretKeySpec(key, "AES");
    } catch (IOException e) {
      throw Refusal.KEY_STORE_UNWRITABLE.because(
          folder.path(FILE) + " cannot be read or written: " + e.getMessage() + ".", "", e);
    }
  }

  private static SecretKey parse(String content) throws TrustException {
    String[] words = content.strip().split(" ", -1);
    try {
      if (words.length == 3 && words[0].equals(MAGIC)) {
        byte[] key = HexFormat.of().parseHex(words[1]);
        if (key.length == KEY_BYTES
            && Arrays.equals(check(key), HexFormat.of().parseHex(words[2]))) {
          return new SecretKeySpec(key, "AES");
        }
      }
    } catch (IllegalArgumentException notHex) {
      throw damaged();
    }
    throw damaged();
  }

  private static TrustException damaged() {
    return Refusal.KEY_STORE_DAMAGED.because(
        "The file "
            + FILE
            + " is damaged. Restore it from a backup; if there is none, move it and the journal"
            + " away: the journal's waiting records cannot be read without it.");
  }

  private static byte[] check(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(MAGIC.getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(digest.digest(key), CHECK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
