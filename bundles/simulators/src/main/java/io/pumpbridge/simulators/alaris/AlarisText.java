// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Numbers and times as they stand in the fields. */
final class AlarisText {
  /** The pump's own limits, hundredths of mL/h: 0.1 to 1200 mL/h. */
  private static final BigDecimal MIN_RATE = BigDecimal.valueOf(10);

  private static final BigDecimal MAX_RATE = BigDecimal.valueOf(120_000);

  private static final long DAY_SECONDS = 86_400;

  private AlarisText() {}

  static Optional<BigDecimal> decimal(String text, int maxDecimals) {
    return text.matches("[0-9]{1,4}(\\.[0-9]{1," + maxDecimals + "})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  /** Hundredths of mL/h; empty for what the pump cannot do. */
  static Optional<Long> rate(BigDecimal mlPerHour) {
    BigDecimal hundredths = mlPerHour.movePointRight(2).stripTrailingZeros();
    if (hundredths.scale() > 0
        || hundredths.compareTo(MIN_RATE) < 0
        || hundredths.compareTo(MAX_RATE) > 0) {
      return Optional.empty();
    }
    return Optional.of(hundredths.longValueExact());
  }

  /** What stands there without a rate is not public; "24+" is at least not a wrong promise. */
  static String duration(Optional<Long> secondsLeft) {
    long seconds = secondsLeft.orElse(DAY_SECONDS);
    return seconds >= DAY_SECONDS
        ? "24+"
        : String.format(
            Locale.ROOT, "%02d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
  }
}
