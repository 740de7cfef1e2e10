// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which pump a reading is of; what the rack does not tell is empty.
 *
 * @param serial INSERNUM
 * @param unique INNR: on Space pumps type and serial number in one, eight hex digits; on Compact
 *     Plus 12 characters (page 20)
 * @param model GNMODEL, type and software in one (page 17)
 */
record Who(String serial, String unique, String model) {

  /** The longest published is 12 characters. */
  private static final Pattern NAME = Pattern.compile("[!-~]{1,32}");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern SPACE_UNIQUE = Pattern.compile("[0-9A-Fa-f]{8}");

  /** The low 18 bits of a Space pump's INNR are its serial number; so in all of pages 12 to 16. */
  private static final long SERIAL_BITS = 0x3ffff;

  static Who from(Reading reading) {
    return new Who(
        name(reading, "INSERNUM"), name(reading, "INNR"), name(reading, "GNMODEL", "GNNEW"));
  }

  private static String name(Reading reading, String... keys) {
    return Arrays.stream(keys)
        .map(reading::value)
        .flatMap(Optional::stream)
        .filter(value -> NAME.matcher(value).matches())
        .findFirst()
        .orElse("");
  }

  /** Empty if the rack tells neither number. */
  String serialNumber() {
    return serial.isEmpty() ? unique : serial;
  }

  /** Whether the frame says the serial number twice, and the same. */
  boolean isProven() {
    return NUMBER.matcher(serial).matches()
        && SPACE_UNIQUE.matcher(unique).matches()
        && (Long.parseLong(unique, 16) & SERIAL_BITS) == Long.parseLong(serial);
  }

  /**
   * Both numbers must be equal, and so must the models if both are told: a rack may tell the model
   * later than the rest.
   */
  boolean isSame(Who other) {
    return serial.equals(other.serial)
        && unique.equals(other.unique)
        && (model.isEmpty() || other.model.isEmpty() || model.equals(other.model));
  }
}
