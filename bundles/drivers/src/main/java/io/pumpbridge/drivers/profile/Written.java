// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;

/** How a length or a checksum is written. */
public enum Written {
  HEX_4_UPPER(4, 16, "%04X"),
  HEX_2_UPPER(2, 8, "%02X"),
  /** Two bytes, the high one first. */
  RAW_2(2, 16, ""),
  RAW_1(1, 8, ""),
  DECIMAL_5(5, 16, "%05d");

  private final int size;
  private final int bits;
  private final String format;

  Written(int size, int bits, String format) {
    this.size = size;
    this.bits = bits;
    this.format = format;
  }

  /** In bytes. */
  public int size() {
    return size;
  }

  /** The most that it can hold. */
  public int bits() {
    return bits;
  }

  /** Whether its bytes may be any bytes, those that delimit a frame among them. */
  public boolean isRaw() {
    return format.isEmpty();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException if the value does not fit
   */
  public Bytes write(int value) {
    if (value < 0 || value >= 1 << bits) {
      throw new IllegalArgumentException(wireName() + " cannot hold " + value);
    }
    return switch (this) {
      case RAW_1 -> Bytes.of(new byte[] {(byte) value});
      case RAW_2 -> Bytes.of(new byte[] {(byte) (value >> 8), (byte) value});
      case HEX_4_UPPER, HEX_2_UPPER, DECIMAL_5 ->
          Bytes.of(String.format(Locale.ROOT, format, value), StandardCharsets.US_ASCII);
    };
  }

  /**
   * What stands there, {@link #size()} bytes from {@code at}; empty if it is written in any other
   * way, in lower case for example.
   */
  public OptionalInt read(byte[] bytes, int at) {
    int base = this == DECIMAL_5 ? 10 : 16;
    int value = 0;
    for (int i = at; i < at + size; i++) {
      if (isRaw()) {
        value = value << 8 | (bytes[i] & 0xff);
        continue;
      }
      int digit = "0123456789ABCDEF".indexOf(bytes[i]);
      if (digit < 0 || digit >= base) {
        return OptionalInt.empty();
      }
      value = value * base + digit;
    }
    return value < 1 << bits ? OptionalInt.of(value) : OptionalInt.empty();
  }
}
