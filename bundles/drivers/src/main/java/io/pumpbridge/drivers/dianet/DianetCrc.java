// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

/**
 * CRC-16, polynomial 1021, initial FFFF, nothing reflected, nothing added at the end, and
 * <em>non-augmented</em>: each byte is shifted in at the low end and no zero bytes follow, so that
 * "123456789" gives A69D and not 29B1.
 *
 * <p>The price of that form: the last two bytes are never divided, so one and the same change in
 * the last byte of data and in the last of the checksum (or in the last but one of each) is not
 * seen. Every single bit error is.
 */
final class DianetCrc {

  private static final int POLYNOMIAL = 0x1021;
  private static final int INITIAL = 0xffff;

  private DianetCrc() {}

  /** The checksum of {@code length} bytes from the first. */
  static int of(byte[] bytes, int length) {
    int crc = INITIAL;
    for (int i = 0; i < length; i++) {
      for (int bit = 7; bit >= 0; bit--) {
        int shifted = crc << 1 | (bytes[i] >> bit & 1);
        crc = ((crc & 0x8000) != 0 ? shifted ^ POLYNOMIAL : shifted) & 0xffff;
      }
    }
    return crc;
  }
}
