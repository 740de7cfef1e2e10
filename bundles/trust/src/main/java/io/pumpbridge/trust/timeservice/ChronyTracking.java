// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What {@code chronyc -n -c tracking} prints: one line of 14 fields, as chronyc(1) has them under
 * tracking. The bound of the error is the one that its manual gives: the clock's own correction,
 * the root dispersion and half of the root delay.
 */
final class ChronyTracking {
  private static final int FIELDS = 14;
  private static final int REFERENCE = 0;
  private static final int NAME = 1;
  private static final int STRATUM = 2;
  private static final int SYSTEM_TIME = 4;
  private static final int ROOT_DELAY = 10;
  private static final int ROOT_DISPERSION = 11;
  private static final int LEAP = 13;

  /** The directive {@code local}: chronyd vouches for its own clock. */
  private static final String LOCAL = "7F7F0101";

  private static final Pattern SECONDS = Pattern.compile("[+-]?\\d{1,9}(\\.\\d{1,12})?");
  private static final Pattern STRATA = Pattern.compile("[1-9]|1[0-5]");
  private static final int NANOS_EXPONENT = 9;

  private ChronyTracking() {}

  static Statement from(String printed) {
    String[] field = printed.strip().split(",", -1);
    if (field.length != FIELDS) {
      return Statement.unreadable(TimeSource.CHRONY);
    }
    return switch (field[LEAP]) {
      case "Not synchronised" -> Statement.not(TimeSource.CHRONY);
      case "Normal", "Insert second", "Delete second" -> synchronised(field);
      default -> Statement.unreadable(TimeSource.CHRONY);
    };
  }

  private static Statement synchronised(String[] field) {
    if (!STRATA.matcher(field[STRATUM]).matches()
        || !SECONDS.matcher(field[SYSTEM_TIME]).matches()
        || !SECONDS.matcher(field[ROOT_DELAY]).matches()
        || !SECONDS.matcher(field[ROOT_DISPERSION]).matches()) {
      return Statement.unreadable(TimeSource.CHRONY);
    }
    if (field[REFERENCE].equals(LOCAL) || isThisMachine(field[NAME])) {
      return Statement.not(TimeSource.CHRONY);
    }
    Duration error =
        seconds(field[SYSTEM_TIME])
            .plus(seconds(field[ROOT_DISPERSION]))
            .plus(seconds(field[ROOT_DELAY]).dividedBy(2));
    return Statement.within(TimeSource.CHRONY, error);
  }

  private static boolean isThisMachine(String name) {
    return name.startsWith("127.") || name.equals("::1");
  }

  private static Duration seconds(String text) {
    return Duration.ofNanos(
        new BigDecimal(text).abs().scaleByPowerOfTen(NANOS_EXPONENT).longValue());
  }
}
