// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.bcc;

import java.util.Optional;

/** Character stuffing (3.2.3.1): no D and no d on the line; D is EX, E is EE, d is ex, e is ee. */
final class Stuffing {

  private Stuffing() {}

  static String stuff(String message) {
    return message.replaceAll("([Ee])", "$1$1").replace("D", "EX").replace("d", "ex");
  }

  /** From left to right; empty if an E or e is followed by something that stuffing never writes. */
  static Optional<String> unstuff(String message) {
    StringBuilder plain = new StringBuilder(message.length());
    int i = 0;
    while (i < message.length()) {
      char c = message.charAt(i++);
      if (c != 'E' && c != 'e') {
        plain.append(c);
        continue;
      }
      char second = i < message.length() ? message.charAt(i++) : 0;
      if (second == c) {
        plain.append(c);
      } else if (c == 'E' && second == 'X') {
        plain.append('D');
      } else if (c == 'e' && second == 'x') {
        plain.append('d');
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(plain.toString());
  }
}
