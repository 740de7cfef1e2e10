// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * A time as documents and records say it (RFC 3339, in UTC). Written and read without a formatter,
 * for every record of a backlog has one.
 */
public final class UtcText {
  /** Zeros stand for digits. */
  private static final String TO_SECONDS = "0000-00-00T00:00:00";

  private static final int NANO_DIGITS = 9;

  /** The years between have four digits and no sign. */
  private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

  private UtcText() {}

  /** As {@link Instant#toString} does. */
  public static String of(Instant time) {
    if (time.isBefore(YEAR_0) || !time.isBefore(YEAR_10000)) {
      return time.toString();
    }
    LocalDateTime utc =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(TO_SECONDS.length() + NANO_DIGITS + 2);
    digits(text, utc.getYear(), 4).append('-');
    digits(text, utc.getMonthValue(), 2).append('-');
    digits(text, utc.getDayOfMonth(), 2).append('T');
    digits(text, utc.getHour(), 2).append(':');
    digits(text, utc.getMinute(), 2).append(':');
    digits(text, utc.getSecond(), 2);
    int nanos = utc.getNano();
    if (nanos % 1_000 != 0) {
      digits(text.append('.'), nanos, 9);
    } else if (nanos % 1_000_000 != 0) {
      digits(text.append('.'), nanos / 1_000, 6);
    } else if (nanos != 0) {
      digits(text.append('.'), nanos / 1_000_000, 3);
    }
    return text.append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int number, int count) {
    int rest = number;
    int begin = text.length();
    text.setLength(begin + count);
    for (int at = begin + count - 1; at >= begin; at--) {
      text.setCharAt(at, (char) ('0' + rest % 10));
      rest /= 10;
    }
    return text;
  }

  /**
   * Reads a time of the years 0 to 9999, with a {@code Z} at its end and at most nine digits behind
   * the second; {@link Instant#parse} alone takes offsets and the year 1000000.
   *
   * @throws DateTimeParseException if it is anything else, or no such day or hour
   */
  public static Instant parse(String text) {
    int end = text.length() - 1;
    int fraction = TO_SECONDS.length() + 1;
    int digits = end - fraction;
    boolean whole = end == TO_SECONDS.length();
    boolean shaped =
        end >= TO_SECONDS.length()
            && text.charAt(end) == 'Z'
            && isToSeconds(text)
            && (whole || (digits >= 1 && digits <= NANO_DIGITS && text.charAt(fraction - 1) == '.'))
            && areDigits(text, fraction, end);
    if (!shaped) {
      throw new DateTimeParseException("not a time in UTC, ending in Z", text, 0);
    }
    try {
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19),
              whole ? 0 : nanos(text, fraction, end))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      // The platform knows the end of a day (24:00) and leap seconds, and refuses all others.
      return Instant.parse(text);
    }
  }

  private static boolean isToSeconds(String text) {
    for (int at = 0; at < TO_SECONDS.length(); at++) {
      char wanted = TO_SECONDS.charAt(at);
      char found = text.charAt(at);
      if (wanted == '0' ? !isDigit(found) : found != wanted) {
        return false;
      }
    }
    return true;
  }

  private static boolean areDigits(String text, int from, int to) {
    for (int at = from; at < to; at++) {
      if (!isDigit(text.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  /** ASCII's only; Unicode has others. */
  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static int nanos(String text, int from, int to) {
    int nanos = number(text, from, to);
    for (int digits = to - from; digits < NANO_DIGITS; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      number = 10 * number + text.charAt(at) - '0';
    }
    return number;
  }
}
