// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How a frame is protected.
 *
 * @param name what catalogues call it
 * @param crc its parameters; those of {@link Crc#NONE} mean nothing for sums
 * @param from the first part of the layout that it covers
 * @param to the last one
 * @param check the checksum of the digits 1 to 9
 */
public record Checksum(
    Algorithm algorithm, String name, Crc crc, int from, int to, Written writtenAs, int check) {

  /** How it is reckoned. */
  public enum Algorithm {
    CRC_16(16),
    /** All bytes added, the low eight bits. */
    SUM_8(8),
    /** FF less the sum. */
    COMPLEMENT_SUM_8(8),
    XOR_8(8),
    NONE(0);

    private final int bits;

    Algorithm(int bits) {
      this.bits = bits;
    }

    public int bits() {
      return bits;
    }

    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * The parameters of a CRC-16, as catalogues have them.
   *
   * @param augmented whether sixteen zero bits follow the message, as in nearly every protocol;
   *     some leave them out
   */
  public record Crc(
      int polynomial,
      int initial,
      boolean reflectInput,
      boolean reflectOutput,
      int finalXor,
      boolean augmented) {
    public static final Crc NONE = new Crc(0, 0, false, false, 0, true);
  }

  private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

  public int bits() {
    return algorithm.bits();
  }

  /** What the digits 1 to 9 really give. */
  int reckonedCheck() {
    return of(DIGITS, 0, DIGITS.length);
  }

  /** The checksum of {@code length} bytes from {@code offset}. */
  public int of(byte[] bytes, int offset, int length) {
    if (algorithm == Algorithm.CRC_16) {
      return crcOf(bytes, offset, length);
    }
    int sum = 0;
    int xor = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += bytes[i] & 0xff;
      xor ^= bytes[i] & 0xff;
    }
    return switch (algorithm) {
      case SUM_8 -> sum & 0xff;
      case COMPLEMENT_SUM_8 -> 0xff - (sum & 0xff);
      case XOR_8 -> xor;
      case CRC_16, NONE -> 0;
    };
  }

  private int crcOf(byte[] bytes, int offset, int length) {
    int register = crc.initial();
    for (int i = offset; i < offset + length; i++) {
      int value = bytes[i] & 0xff;
      if (crc.reflectInput()) {
        value = reflected(value, 8);
      }
      register = crc.augmented() ? register ^ (value << 8) : register;
      for (int bit = 7; bit >= 0; bit--) {
        int in = crc.augmented() ? 0 : (value >> bit) & 1;
        boolean carry = (register & 0x8000) != 0;
        register = ((register << 1) | in) ^ (carry ? crc.polynomial() : 0);
      }
      register &= 0xffff;
    }
    if (crc.reflectOutput()) {
      register = reflected(register, 16);
    }
    return register ^ crc.finalXor();
  }

  private static int reflected(int value, int bits) {
    return Integer.reverse(value) >>> (32 - bits);
  }
}
