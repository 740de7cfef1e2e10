// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.miva;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** {@code STX text CC ETX}, CC the sum of the text modulo 256. (Model H has an exclusive or.) */
final class MivaFrame {
  static final char STX = 0x02;
  static final char ETX = 0x03;

  private MivaFrame() {}

  static String check(String text) {
    return String.format(Locale.ROOT, "%02X", text.chars().sum() & 0xff);
  }

  static Bytes encode(String text) {
    return Bytes.of(STX + text + check(text) + ETX, StandardCharsets.ISO_8859_1);
  }
}
