// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.model.measure.Bytes;

/**
 * Reads one frame from its SOH on. A control character of the framing where none may stand breaks
 * it off at once, so a frame that was cut short does not swallow the next one.
 */
final class BccFrameScan {

  /** How far it got. */
  enum Outcome {
    SOUND,
    UNFINISHED,
    BROKEN
  }

  /** A message has a header at least one character long. */
  private static final int SHORTEST = BccFrameReader.HEAD + 1 + BccFrameReader.TAIL;

  private final BccStuffing stuffing;
  private final byte[] wire;

  /** Where the next byte of the line is. */
  private int at;

  /** The plain message, once its length is known. */
  private byte[] plain = new byte[0];

  BccFrameScan(BccStuffing stuffing, byte[] wire, int start) {
    this.stuffing = stuffing;
    this.wire = wire;
    this.at = start;
  }

  Outcome read() {
    Outcome head = readHead();
    return head == Outcome.SOUND ? readRest() : head;
  }

  Bytes text() {
    return Bytes.of(
        plain, BccFrameReader.HEAD, plain.length - BccFrameReader.HEAD - BccFrameReader.TAIL);
  }

  boolean more() {
    return plain[terminator()] == BccFrameReader.END_OF_BLOCK;
  }

  /** Where on the line the frame ends. */
  int end() {
    return at;
  }

  /** Nothing in the head can come as a pair. */
  private Outcome readHead() {
    int start = at;
    int length = 0;
    for (int i = 1; i < BccFrameReader.HEAD; i++) {
      if (start + i >= wire.length) {
        return Outcome.UNFINISHED;
      }
      int value = wire[start + i];
      if (i <= BccFrameReader.DIGITS) {
        if (value < '0' || value > '9') {
          return Outcome.BROKEN;
        }
        length = 10 * length + value - '0';
      } else if (value != BccFrameReader.START_OF_TEXT) {
        return Outcome.BROKEN;
      }
    }
    if (length < SHORTEST || length > BccFrameReader.MAX_FRAME) {
      return Outcome.BROKEN;
    }
    plain = new byte[length];
    System.arraycopy(wire, start, plain, 0, BccFrameReader.HEAD);
    at = start + BccFrameReader.HEAD;
    return Outcome.SOUND;
  }

  private Outcome readRest() {
    for (int i = BccFrameReader.HEAD; i < plain.length; i++) {
      if (at >= wire.length) {
        return Outcome.UNFINISHED;
      }
      int value = wire[at] & 0xff;
      at++;
      if (stuffing.opensPair(value)) {
        if (at >= wire.length) {
          return Outcome.UNFINISHED;
        }
        value = BccStuffing.unstuffed(value, wire[at] & 0xff);
        at++;
      } else if (stuffing.forbids(value)) {
        return Outcome.BROKEN;
      }
      if (value < 0 || !fits(i, value)) {
        return Outcome.BROKEN;
      }
      plain[i] = (byte) value;
    }
    return checksumHolds() ? Outcome.SOUND : Outcome.BROKEN;
  }

  private int terminator() {
    return plain.length - BccFrameReader.TAIL;
  }

  private boolean fits(int index, int value) {
    if (index == plain.length - 1) {
      return value == BccFrameReader.END_OF_TRANSMISSION;
    }
    if (index > terminator()) {
      return value >= '0' && value <= '9';
    }
    boolean ends = value == BccFrameReader.END_OF_TEXT || value == BccFrameReader.END_OF_BLOCK;
    return index == terminator()
        ? ends
        : !ends && (value < BccFrameReader.START_OF_HEADER || value > 0x04);
  }

  private boolean checksumHolds() {
    int sum = BccSum.of(plain, 0, terminator() + 1);
    int written = 0;
    for (int i = terminator() + 1; i < plain.length - 1; i++) {
      written = 10 * written + plain[i] - '0';
    }
    return written == sum;
  }
}
