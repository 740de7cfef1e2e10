// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

/**
 * Follows a broker's packets (OASIS MQTT 3.1.1, 2.2) and says no before anybody makes room for one
 * that is too large: Paho allocates whatever a broker announces, up to 256 MB. Pure.
 */
final class PacketLimit {
  /** The largest command's 8 MB, its wrapping and topic. */
  static final int MAX_PACKET = 9 * 1024 * 1024;

  private static final int LENGTH_DIGITS = 4; // 2.2.3

  private boolean inLength;
  private int digits;
  private int length;
  private int left;

  /**
   * These bytes came.
   *
   * @throws LineException before the last byte of a length that is too large
   */
  void see(byte[] bytes, int offset, int count) throws LineException {
    int end = offset + count;
    for (int at = offset; at < end; ) {
      if (left > 0) {
        int skipped = Math.min(left, end - at);
        left -= skipped;
        at += skipped;
      } else {
        header(bytes[at]);
        at++;
      }
    }
  }

  private void header(byte octet) throws LineException {
    if (!inLength) { // the packet's type; what it means is Paho's business
      inLength = true;
      digits = 0;
      length = 0;
      return;
    }
    length |= (octet & 0x7f) << (7 * digits);
    digits++;
    if ((octet & 0x80) == 0) {
      if (length > MAX_PACKET) {
        throw new LineException(LineException.Reason.OVERSIZED_PACKET);
      }
      inLength = false;
      left = length;
    } else if (digits == LENGTH_DIGITS) {
      throw new LineException(LineException.Reason.MALFORMED_PACKET);
    }
  }
}
