// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** {@code STX [address] text CC ETX}, and the single bytes around it. */
final class Frame {
  static final char STX = 0x02;
  static final char ETX = 0x03;
  static final char ENQ = 0x05;
  static final char ACK = 0x06;
  static final char DC4 = 0x14;
  static final char NAK = 0x15;

  /** The longest text, its address included. */
  static final int LONGEST = 80;

  private Frame() {}

  /** FF less the low byte of the sum, as two upper-case hex digits. */
  static String check(String text) {
    int sum = 0;
    for (int i = 0; i < text.length(); i++) {
      sum += text.charAt(i);
    }
    return String.format(Locale.ROOT, "%02X", 0xff - (sum & 0xff));
  }

  static Bytes encode(String text) {
    return bytes(STX + text + check(text) + ETX);
  }

  static Bytes bytes(String raw) {
    return Bytes.of(raw, StandardCharsets.ISO_8859_1);
  }
}
