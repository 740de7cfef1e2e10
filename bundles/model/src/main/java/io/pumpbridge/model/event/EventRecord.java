// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.event;

import io.pumpbridge.model.document.CanonicalJson;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.UtcText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An event with its number and its place in the chain.
 *
 * <p>The canonical bytes are encoded once, here, and then stored, chained and sent unchanged: UTF-8
 * of the RFC 8785 text of {@code {"clock","epoch","event","gateway","lane","mono_ms","prev","seq",
 * "t"}}. The hash is SHA-256 over exactly these bytes; because {@code prev} is among them, one hash
 * vouches for all that came before.
 *
 * @param sequence from 1, without gaps within its stream
 * @param previousHash 64 hex digits; {@link #FIRST_PREVIOUS} for the first record
 * @param hash 64 hex digits
 */
public record EventRecord(
    StreamId stream, long sequence, String previousHash, String hash, Bytes canonical) {

  /** What stands where the first record of a stream names its predecessor. */
  public static final String FIRST_PREVIOUS = "0".repeat(64);

  /** Never fed; to be copied. */
  private static final MessageDigest SHA_256 = findSha256();

  public static EventRecord of(
      StreamId stream, long sequence, String previousHash, ClockReading at, Event event) {
    return of(stream, sequence, previousHash, at, WrittenEvent.of(event));
  }

  /**
   * What an event becomes when it gets its number.
   *
   * @param previousHash of the record before it in its stream
   * @param event its own part of the canonical bytes
   */
  public static EventRecord of(
      StreamId stream, long sequence, String previousHash, ClockReading at, WrittenEvent event) {
    String text =
        CanonicalJson.members()
            .put("clock", at.quality().wireName())
            .put("epoch", stream.epoch())
            .putWritten("event", event.canonical())
            .put("gateway", stream.gateway())
            .put("lane", stream.lane().wireName())
            .put("mono_ms", at.monotonicMs())
            .put("prev", previousHash)
            .put("seq", sequence)
            .put("t", UtcText.of(at.wall()))
            .end();
    Bytes canonical = Bytes.of(text, StandardCharsets.UTF_8);
    return new EventRecord(stream, sequence, previousHash, hashOf(canonical), canonical);
  }

  /** SHA-256 in lower-case hex. */
  public static String hashOf(Bytes canonical) {
    MessageDigest sha256 = newSha256();
    canonical.feed(sha256);
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** Copied, not looked up among all algorithms each time: every record needs one. */
  private static MessageDigest newSha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) { // it is a token's, and not the platform's
      return findSha256();
    }
  }

  private static MessageDigest findSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
