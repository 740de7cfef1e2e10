// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back.
 *
 * @param headers by name in lower case
 * @param body whole if the status is 200, else the beginning of it
 */
record HttpAnswer(int status, Map<String, String> headers, Bytes body) {
  /** A line on a terminal or two. */
  private static final int MAX_TEXT = 200;

  HttpAnswer {
    headers = Map.copyOf(headers);
  }

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** The media type without its parameters, in lower case; empty if there is none. */
  String mediaType() {
    String value = header("content-type").orElse("");
    int end = value.indexOf(';');
    return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  /** What the server has to say for people: plain text only, short, on one line. */
  String text() {
    if (!mediaType().equals("text/plain") && !mediaType().isEmpty()) {
      return "";
    }
    String all = new String(body.toArray(), StandardCharsets.UTF_8);
    StringBuilder kept = new StringBuilder();
    all.codePoints()
        .filter(c -> c != '\uFFFD')
        .map(c -> Character.isWhitespace(c) ? ' ' : c)
        .filter(HttpAnswer::isPrintable)
        .limit(MAX_TEXT)
        .forEach(kept::appendCodePoint);
    return kept.toString().strip();
  }

  /** Without what could move a terminal's cursor or turn the direction of the text. */
  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
