// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;

/**
 * Whether {@code D}, {@code E}, {@code d} and {@code e} go over the line as pairs (pages 8 and 9).
 * It is laid over the whole message: length and checksum are those of the plain one. The site sets
 * it in the communication device, and its profile says how.
 */
enum BccStuffing {
  ON,
  OFF;

  /** What stands for {@code D} and {@code d} after their escape. */
  private static final int CROSS = 'X';

  /** Upper and lower case letters differ by this bit. */
  private static final int LOWER = 0x20;

  /** A plain message as it goes over the line. */
  Bytes stuffed(byte[] plain) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream(2 * plain.length);
    for (byte one : plain) {
      int value = one & 0xff;
      if (this == ON && isForbidden(value)) {
        wire.write(value + 1); // D as EX, d as ex
        wire.write(CROSS | (value & LOWER));
      } else if (this == ON && isEscape(value)) {
        wire.write(value);
        wire.write(value);
      } else {
        wire.write(value);
      }
    }
    return Bytes.of(wire.toByteArray());
  }

  /** Whether this byte opens a pair. */
  boolean opensPair(int value) {
    return this == ON && isEscape(value);
  }

  /** Whether this byte can never come over the line. */
  boolean forbids(int value) {
    return this == ON && isForbidden(value);
  }

  /**
   * What a pair means.
   *
   * @return -1 if it is none
   */
  static int unstuffed(int escape, int second) {
    if (second == escape) {
      return escape;
    }
    return second == (CROSS | (escape & LOWER)) ? escape - 1 : -1;
  }

  private static boolean isForbidden(int value) {
    return value == 'D' || value == 'd';
  }

  private static boolean isEscape(int value) {
    return value == 'E' || value == 'e';
  }
}
