// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What an NTP server says of itself (RFC 5905, 7.3), asked as any client asks. The one on this
 * machine goes by the very clock that is asked about: what it says of its own root is true of it.
 */
final class NtpAnswer {
  static final int BYTES = 48;

  /** Version 4, mode 3. */
  private static final byte QUESTION = 0x23;

  private static final int MODE = 0b111;
  private static final int MODE_SERVER = 4;
  private static final int VERSION_SHIFT = 3;
  private static final int LEAP_SHIFT = 6;
  private static final int LEAP_UNKNOWN = 3;
  private static final int MAX_STRATUM = 15;

  private static final int STRATUM = 1;
  private static final int ROOT_DELAY = 4;
  private static final int ROOT_DISPERSION = 8;
  private static final int REFERENCE = 12;
  private static final int ORIGIN = 24;
  private static final int TRANSMIT = 40;

  /** From 1900, where the protocol begins to count, to 1970. */
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  private static final long NANOS = 1_000_000_000L;

  /** Whoever has no clock but its own: {@code LOCL}, 127.127.1.0 and .1, an orphan's 127.0.0.1. */
  private static final Set<Integer> OWN = Set.of(0x4C4F434C, 0x7F7F0100, 0x7F7F0101, 0x7F000001);

  private NtpAnswer() {}

  /**
   * A question.
   *
   * @param nonce in the place of the time of asking, which is nobody's business; the answer has it
   */
  static byte[] question(long nonce) {
    return ByteBuffer.allocate(BYTES).put(0, QUESTION).putLong(TRANSMIT, nonce).array();
  }

  /**
   * @param now what the machine's clock says
   */
  static Statement from(byte[] datagram, long nonce, Instant now) {
    if (datagram.length < BYTES) {
      return Statement.unreadable(TimeSource.NTP);
    }
    ByteBuffer answer = ByteBuffer.wrap(datagram);
    int first = Byte.toUnsignedInt(answer.get(0));
    int version = (first >> VERSION_SHIFT) & MODE;
    if ((first & MODE) != MODE_SERVER
        || (version != 3 && version != 4)
        || answer.getLong(ORIGIN) != nonce) {
      return Statement.unreadable(TimeSource.NTP);
    }
    int stratum = Byte.toUnsignedInt(answer.get(STRATUM));
    boolean known = first >> LEAP_SHIFT != LEAP_UNKNOWN && stratum >= 1 && stratum <= MAX_STRATUM;
    if (!known || OWN.contains(answer.getInt(REFERENCE))) {
      return Statement.not(TimeSource.NTP);
    }
    Duration error =
        offset(answer.getLong(TRANSMIT), now)
            .plus(seconds(answer.getInt(ROOT_DISPERSION)))
            .plus(seconds(answer.getInt(ROOT_DELAY)).dividedBy(2));
    return Statement.within(TimeSource.NTP, error);
  }

  /** Of 16 bits before and 16 bits after the point. */
  private static Duration seconds(int fixed) {
    return Duration.ofNanos((Integer.toUnsignedLong(fixed) * NANOS) >> Short.SIZE);
  }

  /** Between the server's clock and ours; an era is 136 years, and neither is so wrong. */
  private static Duration offset(long timestamp, Instant now) {
    int seconds =
        (int) ((timestamp >>> Integer.SIZE) - now.getEpochSecond() - SECONDS_1900_TO_1970);
    long nanos = ((timestamp & 0xFFFF_FFFFL) * NANOS) >>> Integer.SIZE;
    return Duration.ofSeconds(seconds, nanos - now.getNano()).abs();
  }
}
