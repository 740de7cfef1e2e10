// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A bit field of up to 32 bits. How it is written is not shown by any example: page 21 gives the
 * form of the long ones as {@code 0x00000000h}, and the bytes on other pages are decimal. So 0x, h
 * or just eight digits mean hex, and one to three digits mean a byte in decimal.
 */
record Bits(long bits) {

  private static final Pattern HEX =
      Pattern.compile("0x([0-9A-Fa-f]{1,8})h?|([0-9A-Fa-f]{1,8})h|([0-9A-Fa-f]{8})");

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}");

  /** Empty if there is no value, or none that is written like this. */
  static Optional<Bits> from(Optional<String> value) {
    return value.flatMap(
        text -> {
          Matcher hex = HEX.matcher(text);
          if (hex.matches()) {
            return IntStream.rangeClosed(1, 3)
                .mapToObj(hex::group)
                .filter(group -> group != null)
                .findFirst()
                .map(group -> new Bits(Long.parseLong(group, 16)));
          }
          return DECIMAL.matcher(text).matches()
              ? Optional.of(new Bits(Long.parseLong(text)))
              : Optional.empty();
        });
  }

  boolean has(int bit) {
    return (bits >> bit & 1) != 0;
  }
}
