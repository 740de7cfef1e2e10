// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * What a broker sends (OASIS MQTT 3.1.1, 2.2 and 3.3.2.1), with a question mark for each byte of a
 * message's topic that is no printable ASCII. At some of those characters Paho 1.2.5 throws what
 * its receiver does not catch; that thread then ends, and nobody hears of it. Ending the connection
 * would not help: a retained message comes again with the next.
 */
final class PlainTopics extends FilterInputStream {
  private static final int PUBLISH = 3; // 2.2.1
  private static final int LENGTH_DIGITS = 4; // 2.2.3
  private static final int TOPIC_LENGTH_BYTES = 2; // 1.5.3

  private boolean inHead;
  private boolean publish;
  private int digits;
  private int length;
  private int left;
  private int topicLengthLeft;
  private int topicLeft;

  PlainTopics(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws IOException also where a packet's head does not go on: Paho would take what comes of it
   *     later for the begin of another
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = in.read(target, offset, length);
      for (int at = offset; at < offset + count; at++) {
        target[at] = see(target[at]);
      }
      return count;
    } catch (SocketTimeoutException e) {
      if (inHead) {
        throw new IOException("the broker began a packet and fell silent", e);
      }
      throw e;
    }
  }

  private byte see(byte octet) throws IOException {
    if (left == 0) {
      head(octet);
      return octet;
    }
    left--;
    if (topicLengthLeft > 0) {
      topicLengthLeft--;
      topicLeft = topicLeft << 8 | (octet & 0xff);
      return octet;
    }
    if (topicLeft == 0) {
      return octet;
    }
    topicLeft--;
    return octet < ' ' || octet == 0x7f ? (byte) '?' : octet; // 0x80 and above are negative
  }

  private void head(byte octet) throws IOException {
    if (!inHead) {
      inHead = true;
      publish = (octet & 0xff) >> 4 == PUBLISH;
      digits = 0;
      return;
    }
    length |= (octet & 0x7f) << (7 * digits);
    digits++;
    if ((octet & 0x80) == 0) {
      inHead = false;
      left = length;
      length = 0;
      topicLengthLeft = publish ? TOPIC_LENGTH_BYTES : 0;
      topicLeft = 0;
    } else if (digits == LENGTH_DIGITS) {
      throw new IOException("what the broker sends is no MQTT");
    }
  }
}
