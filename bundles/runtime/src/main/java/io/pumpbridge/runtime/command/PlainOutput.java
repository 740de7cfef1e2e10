// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.nio.charset.Charset;

/**
 * Sentences of our own for an output whose character set is not UTF-8, as in the POSIX locale; what
 * others have written {@link PlainWriter} says by number.
 */
public final class PlainOutput {
  private PlainOutput() {}

  /** Whether the output can show it. */
  public static boolean shows(char sign) {
    return Charset.defaultCharset().newEncoder().canEncode(sign);
  }

  /** A sentence with its arrows. */
  static String sentence(String text) {
    return sentence(text, Charset.defaultCharset());
  }

  static String sentence(String text, Charset output) {
    return output.newEncoder().canEncode('\u2192') ? text : text.replace("\u2192", "->");
  }
}
