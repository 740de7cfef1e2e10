// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.measure;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A decimal number with its unit. The number of digits is kept as it came: {@code 5.00} and {@code
 * 5.0} are the same amount but not the same record.
 */
public record Quantity(BigDecimal value, Unit unit) {

  /** No number that a pump, an order or a library can honestly mean is longer. */
  private static final int MAX_DIGITS = 18;

  /** Keeps a number that is written out from filling the memory. */
  private static final int MAX_SCALE = 256;

  /**
   * @throws IllegalArgumentException if the number is absurdly long
   */
  public Quantity {
    if (Math.abs((long) value.scale()) > MAX_SCALE || value.precision() > MAX_SCALE) {
      throw new IllegalArgumentException("a quantity has at most " + MAX_SCALE + " digits");
    }
  }

  /**
   * Reads a plain decimal: digits with at most one point, optional minus, no exponent.
   *
   * @return empty if the text is anything else
   */
  public static Optional<Quantity> from(String decimal, Unit unit) {
    return decimalFrom(decimal).map(value -> new Quantity(value, unit));
  }

  /**
   * @throws IllegalArgumentException if the text is no plain decimal or the unit is unknown
   */
  public static Quantity of(String decimal, String ucum) {
    return from(decimal, Unit.get(ucum))
        .orElseThrow(() -> new IllegalArgumentException("no plain decimal: '" + decimal + "'"));
  }

  /** See {@link #from}: the number alone. */
  public static Optional<BigDecimal> decimalFrom(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    boolean point = false;
    int digits = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && !point && digits > 0 && i < text.length() - 1) {
        point = true;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else {
        return Optional.empty();
      }
    }
    return digits == 0 || digits > MAX_DIGITS
        ? Optional.empty()
        : Optional.of(new BigDecimal(text));
  }

  /** The amount in base units of its dimension, exactly. */
  public Rational inBaseUnits() {
    return Rational.of(value).times(unit.factor());
  }

  @Override
  public String toString() {
    return value.toPlainString() + " " + unit.ucum();
  }
}
