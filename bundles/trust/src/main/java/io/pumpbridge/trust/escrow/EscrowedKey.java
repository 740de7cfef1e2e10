// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A gateway's sealing key, and whose it is.
 *
 * @param key 256 bits for AES; prints nothing of itself
 */
public record EscrowedKey(String gateway, SecretKey key) {
  static final int ID_BYTES = 16;

  private static final String FORMAT = "pump-bridge-escrow-1";
  private static final int KEY_BYTES = 32;
  private static final HexFormat HEX = HexFormat.of();
  private static final JSON STRICT =
      JSON.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  /**
   * Names the key and its gateway, and tells nothing of the key: a hash of both, shortened. Whoever
   * changes one of them in an envelope does not know what it should be.
   */
  byte[] id() {
    byte[] secret = key.getEncoded();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(FORMAT.getBytes(StandardCharsets.US_ASCII));
      digest.update((byte) 0);
      digest.update(gateway.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return Arrays.copyOf(digest.digest(secret), ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Not the key, and no hash of it but its name. */
  @Override
  public String toString() {
    return "EscrowedKey[" + gateway + ", " + HEX.formatHex(id()) + "]";
  }

  /** What is put into the envelope; to be overwritten by whoever asks. */
  byte[] content() {
    byte[] secret = key.getEncoded();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("format", FORMAT);
    fields.put("gateway", gateway);
    fields.put("key_id", HEX.formatHex(id()));
    fields.put("key", HEX.formatHex(secret));
    Arrays.fill(secret, (byte) 0);
    try {
      return JSON.std.asBytes(fields);
    } catch (IOException e) {
      throw new IllegalStateException("text can always be written", e);
    }
  }

  /**
   * Reads what was in an envelope.
   *
   * @throws TrustException {@code escrow-envelope-damaged}; never with what was read in its message
   */
  static EscrowedKey parse(byte[] content) throws TrustException {
    try {
      Map<String, Object> fields = STRICT.mapFrom(content);
      byte[] secret = HEX.parseHex(String.valueOf(fields.get("key")));
      EscrowedKey parsed =
          new EscrowedKey(String.valueOf(fields.get("gateway")), new SecretKeySpec(secret, "AES"));
      boolean sound =
          fields.size() == 4
              && FORMAT.equals(fields.get("format"))
              && secret.length == KEY_BYTES
              && HEX.formatHex(parsed.id()).equals(fields.get("key_id"));
      Arrays.fill(secret, (byte) 0);
      if (sound) {
        return parsed;
      }
    } catch (IOException | RuntimeException unreadable) {
      // Without a cause: what a parser says may show what it read.
      throw EscrowEnvelope.damaged("what is in it is no sealing key");
    }
    throw EscrowEnvelope.damaged("what is in it does not fit together");
  }
}
