// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * Bytes as people write them: printable ASCII as it is, the rest as {@code \xHH}, and {@code \r \n
 * \\}.
 */
final class Spoken {
  private static final int HEX_LENGTH = 2;

  private Spoken() {}

  /**
   * @throws IllegalArgumentException with a sentence
   */
  static Bytes parse(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\') {
        at += escape(text, at + 1, bytes);
      } else if (isPlain(c)) {
        bytes.write(c);
        at++;
      } else {
        throw new IllegalArgumentException("'" + c + "' is not ASCII; write bytes as \\xHH");
      }
    }
    return Bytes.of(bytes.toByteArray());
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c <= '~';
  }

  /** Answers how long the escape is, with its backslash. */
  private static int escape(String text, int at, ByteArrayOutputStream bytes) {
    char kind = at < text.length() ? text.charAt(at) : ' ';
    switch (kind) {
      case 'r' -> bytes.write('\r');
      case 'n' -> bytes.write('\n');
      case '\\' -> bytes.write('\\');
      case 'x' -> bytes.write(hex(text, at + 1));
      default ->
          throw new IllegalArgumentException("after a backslash comes r, n, xHH or a backslash");
    }
    return kind == 'x' ? 2 + HEX_LENGTH : 2;
  }

  private static int hex(String text, int at) {
    String digits = text.substring(at, Math.min(text.length(), at + HEX_LENGTH));
    if (!digits.matches("[0-9A-Fa-f]{2}")) {
      throw new IllegalArgumentException("after \\x come two hex digits, not '" + digits + "'");
    }
    return Integer.parseInt(digits, 16);
  }

  static String text(Bytes bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      int c = bytes.at(i);
      switch (c) {
        case '\r' -> text.append("\\r");
        case '\n' -> text.append("\\n");
        case '\\' -> text.append("\\\\");
        default ->
            text.append(
                isPlain(c) ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\x%02x", c));
      }
    }
    return text.toString();
  }
}
