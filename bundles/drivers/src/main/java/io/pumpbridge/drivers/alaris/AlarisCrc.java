// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

/**
 * CRC-16/CCITT-FALSE: polynomial 1021, initial FFFF, nothing reflected, nothing added at the end.
 */
final class AlarisCrc {

  private static final int POLYNOMIAL = 0x1021;
  private static final int INITIAL = 0xffff;

  private AlarisCrc() {}

  /** The checksum of {@code length} bytes from {@code offset}. */
  static int of(byte[] bytes, int offset, int length) {
    int crc = INITIAL;
    for (int i = offset; i < offset + length; i++) {
      crc ^= (bytes[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
      }
      crc &= 0xffff;
    }
    return crc;
  }
}
