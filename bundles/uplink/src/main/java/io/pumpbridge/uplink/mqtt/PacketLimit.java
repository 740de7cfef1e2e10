// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.util.Set;

/**
 * Follows a broker's packets (OASIS MQTT 3.1.1, 2.2) and says no before anybody makes room for one
 * that is too large: Paho allocates whatever a broker announces, up to 256 MB. Pure.
 *
 * <p>And it takes from each message's topic (3.3.2.1) what Paho 1.2.5 cannot bear. At control
 * characters, at everything beyond the basic plane and at U+FDD0 and above it throws what its
 * receiver does not catch; that thread then ends, and nobody hears of it. Ending the connection
 * would not help: a retained message comes again with the next.
 */
final class PacketLimit {
  /** The largest command's 8 MB, its wrapping and topic. */
  static final int MAX_PACKET = 9 * 1024 * 1024;

  private static final int LENGTH_DIGITS = 4; // 2.2.3
  private static final int PUBLISH = 0x30; // 2.2.1, without flags
  private static final int TOPIC_LENGTH_BYTES = 2; // 1.5.3

  /**
   * The first bytes (2.2.1, 2.2.2) of CONNACK, PUBACK, SUBACK and PINGRESP; PUBLISH has flags.
   * Nothing else is for us. We subscribe with QoS 1, and Paho keeps whatever comes with QoS 2 until
   * a PUBREL that need never come; a PUBREC or PUBCOMP would end our QoS 1 publishes, yet leave
   * them in Paho's hands.
   */
  private static final Set<Integer> ANSWERS = Set.of(0x20, 0x40, 0x90, 0xd0);

  private static final int QOS_2 = 0x04; // and with the bit below, what does not exist

  private boolean inLength;
  private boolean publish;
  private int digits;
  private int length;
  private int left;
  private int topicLengthLeft;
  private int topicLeft;

  /**
   * These bytes came. What of them cannot stand in a topic of ours is made a question mark, in
   * place: not in any name, so nobody can be meant by it.
   *
   * @throws LineException before the last byte of a length that is too large, and at a first byte
   *     that is none of a broker's to us
   */
  void see(byte[] bytes, int offset, int count) throws LineException {
    int end = offset + count;
    for (int at = offset; at < end; ) {
      if (left == 0) {
        header(bytes[at]);
        at++;
      } else if (topicLengthLeft > 0) {
        topicLeft = topicLeft << 8 | (bytes[at] & 0xff);
        topicLengthLeft--;
        left--;
        at++;
      } else {
        int seen = Math.min(left, end - at);
        int named = Math.min(seen, topicLeft);
        makePlain(bytes, at, named);
        topicLeft -= named;
        left -= seen;
        at += seen;
      }
    }
  }

  private static void makePlain(byte[] bytes, int offset, int count) {
    for (int at = offset; at < offset + count; at++) {
      if (bytes[at] < ' ' || bytes[at] == 0x7f) { // 0x80 and above are negative
        bytes[at] = '?';
      }
    }
  }

  /** Whether a packet has begun whose length is not known yet. */
  boolean isInHeader() {
    return inLength;
  }

  private void header(byte octet) throws LineException {
    if (!inLength) {
      publish = (octet & 0xf0) == PUBLISH;
      if (publish ? (octet & QOS_2) != 0 : !ANSWERS.contains(octet & 0xff)) {
        throw new LineException(LineException.Reason.MALFORMED_PACKET);
      }
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
      topicLengthLeft = publish ? TOPIC_LENGTH_BYTES : 0;
      topicLeft = 0;
    } else if (digits == LENGTH_DIGITS) {
      throw new LineException(LineException.Reason.MALFORMED_PACKET);
    }
  }
}
