// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text for an output whose character set is not UTF-8, as in the POSIX locale: what cannot be
 * written there would silently become question marks, in a document too.
 */
final class PlainOutput {
  private static final char LAST_ASCII = '~';

  private PlainOutput() {}

  /** JSON with the same meaning, that any character set holds. */
  static String json(String document) {
    return json(document, Charset.defaultCharset());
  }

  static String json(String document, Charset output) {
    if (output.equals(StandardCharsets.UTF_8)) {
      return document;
    }
    StringBuilder plain = new StringBuilder(document.length());
    for (int i = 0; i < document.length(); i++) {
      char c = document.charAt(i);
      if (c > LAST_ASCII) { // only within a text, where JSON can say it by number
        plain.append(String.format("\\u%04x", (int) c));
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** A sentence with its arrows. */
  static String sentence(String text) {
    return sentence(text, Charset.defaultCharset());
  }

  static String sentence(String text, Charset output) {
    return output.newEncoder().canEncode('\u2192') ? text : text.replace("\u2192", "->");
  }
}
