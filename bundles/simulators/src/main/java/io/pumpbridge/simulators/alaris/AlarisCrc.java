// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * CRC-16/CCITT-FALSE: polynomial 1021, start FFFF, not reflected, as four upper-case hex digits.
 */
final class AlarisCrc {

  private AlarisCrc() {}

  static String of(String body) {
    int crc = 0xFFFF;
    for (byte b : body.getBytes(StandardCharsets.ISO_8859_1)) {
      crc ^= (b & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
      }
      crc &= 0xFFFF;
    }
    return String.format(Locale.ROOT, "%04X", crc);
  }
}
