// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A ratio that is never reduced and never divided: compared by multiplying crosswise. On purpose
 * not the product's own arithmetic.
 */
record Fraction(BigInteger above, BigInteger below) {

  static Fraction of(long above, long below) {
    return new Fraction(BigInteger.valueOf(above), BigInteger.valueOf(below));
  }

  /** A decimal as it is written. */
  static Fraction of(String decimal) {
    int point = decimal.indexOf('.');
    String digits =
        point < 0 ? decimal : decimal.substring(0, point) + decimal.substring(point + 1);
    int places = point < 0 ? 0 : decimal.length() - point - 1;
    return new Fraction(new BigInteger(digits), BigInteger.TEN.pow(places));
  }

  Fraction times(Fraction other) {
    return new Fraction(above.multiply(other.above), below.multiply(other.below));
  }

  Fraction over(Fraction other) {
    return new Fraction(above.multiply(other.below), below.multiply(other.above));
  }

  /** Negative, zero or positive: whether this is less than, equal to or more than the other. */
  int against(Fraction other) {
    return above.multiply(other.below).compareTo(other.above.multiply(below));
  }

  /** Whether the decimal is this, rounded half up to its digits or to six places. */
  boolean isShownAs(BigDecimal shown) {
    int places = Math.max(6, shown.scale());
    BigInteger scaled = shown.movePointRight(places).toBigIntegerExact();
    // shown - 1/2 last place <= this <= shown + 1/2 last place, all doubled and scaled
    BigInteger twice = above.multiply(BigInteger.TEN.pow(places)).multiply(BigInteger.TWO);
    BigInteger middle = scaled.multiply(BigInteger.TWO).multiply(below);
    return twice.subtract(middle).abs().compareTo(below) <= 0;
  }
}
