// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import java.util.Set;

/**
 * Follows what the other end sends in TLS, to know whether it has said farewell. The JDK takes a
 * connection that merely ends for one that was closed, unless a property of the whole process says
 * otherwise; and such an end may be a process that was killed, or somebody on the line. That what
 * counts here is authentic is for the JDK, which fails at any record that is not. Pure.
 */
final class LastRecord {
  private static final int HEADER = 5; // RFC 8446, 5.1: type, version, length
  private static final int ALERT = 21;
  private static final int APPLICATION_DATA = 23;

  /**
   * Of an alert in TLS 1.3 (5.2): two bytes, one of type, a tag of 16; and 16 of padding where the
   * other end is Java. Nothing else is as long and says nothing: a key update has 22 or 38, a
   * ticket more. An end that pads otherwise is not understood, and hears everything again.
   */
  private static final Set<Integer> ENCRYPTED_ALERT = Set.of(19, 35);

  private final byte[] header = new byte[HEADER];
  private int filled;
  private int left;
  private int type;
  private int length;
  private long whole;

  /** These bytes came. */
  void see(byte[] bytes, int offset, int count) {
    int end = offset + count;
    for (int at = offset; at < end; ) {
      if (filled < HEADER) {
        header[filled] = bytes[at];
        filled++;
        at++;
        left = bodyLength();
      } else {
        int taken = Math.min(left, end - at);
        left -= taken;
        at += taken;
      }
      if (filled == HEADER && left == 0) {
        type = header[0];
        length = bodyLength();
        whole++;
        filled = 0;
      }
    }
  }

  private int bodyLength() {
    return ((header[3] & 0xff) << 8) | (header[4] & 0xff);
  }

  /** How many records have come whole. */
  long whole() {
    return whole;
  }

  /**
   * Whether the last of it all was an alert, and whole; encrypted ones are known by their length.
   */
  boolean isAlert() {
    return filled == 0
        && (type == ALERT || (type == APPLICATION_DATA && ENCRYPTED_ALERT.contains(length)));
  }
}
