// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Which token, as configured.
 *
 * @param library PKCS#11 library, absolute
 * @param slot {@code first}, or the slot's number in decimal
 * @param pinFile holds its user's PIN and nothing else
 */
public record TokenPlace(Path library, String slot, Path pinFile) {
  /** The JDK's own configuration has a grammar, of which nothing else may be part. */
  private static final Pattern PLAIN_PATH = Pattern.compile("/[A-Za-z0-9._+/-]{1,250}");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final String FIRST = "first";

  public TokenPlace {
    if (!PLAIN_PATH.matcher(library.toString()).matches()) {
      throw new IllegalArgumentException(
          "pkcs11.library must be an absolute path of letters, digits and . _ + -, not \""
              + library
              + "\"");
    }
    if (!slot.equals(FIRST) && !NUMBER.matcher(slot).matches()) {
      throw new IllegalArgumentException(
          "pkcs11.slot must be \"first\" or a slot's number, not \"" + slot + "\"");
    }
    if (pinFile.toString().isEmpty()) {
      throw new IllegalArgumentException("pkcs11.pin.file must name a file");
    }
  }

  String slotLine() {
    return slot.equals(FIRST) ? "slotListIndex = 0" : "slot = " + slot;
  }
}
