// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.graseby;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** {@code <LL text XXXX>}: LL counts all characters of the record, XXXX is its checksum. */
final class GrasebyFrame {
  /** Brackets, length and checksum. */
  static final int AROUND = 1 + 2 + 4 + 1;

  private GrasebyFrame() {}

  /**
   * Polynomial 1189, not reflected, over {@code <} to the last parameter. The table is in the
   * manual (page 12-12); that it starts with FFFF is seen on none of the public pages.
   */
  static String check(String untilCheck) {
    int check = 0xffff;
    for (byte b : untilCheck.getBytes(StandardCharsets.ISO_8859_1)) {
      check ^= (b & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        check = (check & 0x8000) == 0 ? check << 1 : (check << 1) ^ 0x1189;
      }
      check &= 0xffff;
    }
    return String.format(Locale.ROOT, "%04X", check);
  }

  static Bytes encode(String text) {
    String untilCheck = "<" + String.format(Locale.ROOT, "%02X", text.length() + AROUND) + text;
    return Bytes.of(untilCheck + check(untilCheck) + ">", StandardCharsets.ISO_8859_1);
  }
}
