// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The rates that a pump can be set to.
 *
 * @param lowest mL/h
 * @param highest mL/h
 * @param decimals the most decimals that can be entered, 0 to 6
 */
public record RateRange(BigDecimal lowest, BigDecimal highest, int decimals) {

  public RateRange {
    if (lowest.signum() <= 0 || lowest.compareTo(highest) > 0 || decimals < 0 || decimals > 6) {
      throw new IllegalArgumentException("no range of rates: " + lowest + " to " + highest);
    }
  }

  public static RateRange of(String lowest, String highest, int decimals) {
    return new RateRange(new BigDecimal(lowest), new BigDecimal(highest), decimals);
  }

  /** Empty for what the pump cannot do, and for what is no decimal number. */
  public Optional<BigDecimal> read(String text) {
    return decimal(text, decimals)
        .filter(rate -> rate.compareTo(lowest) >= 0 && rate.compareTo(highest) <= 0);
  }

  /** A plain number without sign and exponent; trailing zeros count for nothing. */
  public static Optional<BigDecimal> decimal(String text, int decimals) {
    return text.matches("[0-9]{1,6}(\\.[0-9]{0,6})?")
        ? Optional.of(new BigDecimal(text)).filter(n -> n.stripTrailingZeros().scale() <= decimals)
        : Optional.empty();
  }
}
