// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.ne1000;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * Both forms of the manual's chapter 10.2: basic {@code STX text ETX} (from the pump; to it, text
 * and CR), and safe {@code STX length text check check ETX}.
 */
final class Ne1000Frame {
  static final char STX = 0x02;
  static final char ETX = 0x03;

  /** The length counts itself, the check and ETX besides the text. */
  static final int AROUND = 4;

  private Ne1000Frame() {}

  /** CCITT: polynomial 1021, start 0, over the text alone. */
  static int check(String text) {
    int check = 0;
    for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
      check ^= (b & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        check = (check & 0x8000) == 0 ? check << 1 : (check << 1) ^ 0x1021;
      }
      check &= 0xffff;
    }
    return check;
  }

  static Bytes encode(String text, boolean safe) {
    int check = check(text);
    String frame =
        safe
            ? ""
                + STX
                + (char) (text.length() + AROUND)
                + text
                + (char) (check >> 8)
                + (char) (check & 0xff)
                + ETX
            : STX + text + ETX;
    return Bytes.of(frame, StandardCharsets.ISO_8859_1);
  }
}
