// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 500ms}, {@code 5s}, {@code 2min}. */
final class Durations {
  /** Longer than a shift is a slip of the pen. */
  static final Duration LONGEST = Duration.ofHours(24);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,8})(ms|s|min)");

  private Durations() {}

  /**
   * @throws IllegalArgumentException with a sentence
   */
  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time; write a whole number and its unit: 500ms, 5s or 2min");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration time =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          default -> Duration.ofMinutes(number);
        };
    if (time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("'" + text + "' is longer than a day");
    }
    return time;
  }

  static String text(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
  }
}
