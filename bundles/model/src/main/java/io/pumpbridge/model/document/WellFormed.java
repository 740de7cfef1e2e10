// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.document;

/** Text without halves of surrogate pairs, which have no UTF-8. */
final class WellFormed {

  private WellFormed() {}

  static String of(String text) {
    if (!hasSurrogate(text)) {
      return text;
    }
    return text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean hasSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) { // no stream: every text of every event passes here
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
