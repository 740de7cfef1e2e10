// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a server asks to wait (RFC 9110, 10.2.3): seconds or a date; always within bounds. */
final class RetryAfter {
  /** A server that says "now" or a date in the past must not be asked without a pause. */
  static final Duration SHORTEST = Duration.ofMinutes(1);

  /** A server that says "next year" would cost the gateway its certificate. */
  static final Duration LONGEST = Duration.ofDays(1);

  /** Of a 202 that does not say. */
  static final Duration USUAL = Duration.ofHours(1);

  private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

  private RetryAfter() {}

  /** Empty if it is neither form. */
  static Optional<Duration> from(String value, Instant now) {
    try {
      Duration asked =
          SECONDS.matcher(value).matches()
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.between(
                  now,
                  ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return Optional.of(within(asked));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Duration within(Duration asked) {
    if (asked.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
