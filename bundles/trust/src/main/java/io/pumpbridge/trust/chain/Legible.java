// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

/** Text out of a stranger's certificate, as far as it may stand in a sentence or a log. */
final class Legible {

  /** Enough to find a certificate by; a subject may be as long as its author likes. */
  static final int MAX_CHARACTERS = 256;

  private Legible() {}

  /** One line, of at most {@value #MAX_CHARACTERS} characters; what nobody can see becomes "?". */
  static String of(String text) {
    StringBuilder legible = new StringBuilder();
    for (int i = 0; i < text.length() && i < MAX_CHARACTERS; i++) {
      char next = text.charAt(i);
      legible.append(isVisible(next) ? next : '?');
    }
    return text.length() > MAX_CHARACTERS ? legible.append("...").toString() : legible.toString();
  }

  /** No control, no line end, no sign that turns the direction of reading. */
  private static boolean isVisible(char character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
