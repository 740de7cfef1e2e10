// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.bcc;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The link layer of section 3.2.3: {@code SOH length STX bedId/1/1> information ETX|ETB check EOT}.
 * Length and check are five digits each and relate to the message before stuffing.
 */
final class BccFrame {
  static final char SOH = 0x01;
  static final char STX = 0x02;
  static final char ETX = 0x03;
  static final char EOT = 0x04;
  static final char ETB = 0x17;
  static final int DIGITS = 5;

  /** Everything around the text between STX and ETX. */
  static final int AROUND = 1 + DIGITS + 1 + 1 + DIGITS + 1;

  private BccFrame() {}

  /** Modulo 256 over everything from SOH to ETX or ETB, both included. */
  static String check(String untilEnd) {
    int sum = 0;
    for (int i = 0; i < untilEnd.length(); i++) {
      sum += untilEnd.charAt(i);
    }
    return number(sum % 256);
  }

  static String number(int value) {
    return String.format(Locale.ROOT, "%05d", value);
  }

  static Bytes encode(String text, boolean last, boolean stuffing) {
    String untilEnd = SOH + number(text.length() + AROUND) + STX + text + (last ? ETX : ETB);
    String message = untilEnd + check(untilEnd) + EOT;
    return Bytes.of(stuffing ? Stuffing.stuff(message) : message, StandardCharsets.ISO_8859_1);
  }
}
