// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

/**
 * The line's checksum: polynomial 1021, start FFFF, and each byte goes in at the low end, with no
 * zero bytes behind the last ("not augmented"). It is A69D over "123456789".
 */
final class DianetCrc {
  private static final int POLYNOMIAL = 0x1021;

  private DianetCrc() {}

  static int of(byte[] bytes, int length) {
    int crc = 0xFFFF;
    for (int i = 0; i < length; i++) {
      int high = crc >> 8;
      crc = (((crc << 8) & 0xFFFF) | (bytes[i] & 0xFF)) ^ row(high);
    }
    return crc;
  }

  /** What a byte that falls out at the high end does to the rest. */
  private static int row(int high) {
    int crc = high << 8;
    for (int bit = 0; bit < 8; bit++) {
      crc = ((crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL) & 0xFFFF;
    }
    return crc;
  }
}
