// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RationalTest {

  @Test
  void equalFractionsAreEqualRecordsHoweverTheyWereWritten() {
    assertThat(Rational.of(2, 4)).isEqualTo(Rational.of(-1, -2)).isEqualTo(Rational.of(50, 100));
    assertThat(Rational.of(3, -6)).isEqualTo(Rational.of(-1, 2));
    assertThat(Rational.of(0, -7)).isEqualTo(Rational.of(0));
    assertThat(Rational.of(new BigDecimal("5.00"))).isEqualTo(Rational.of(5));
    assertThat(Rational.of(new BigDecimal("1E+3"))).isEqualTo(Rational.of(1_000));
  }

  @Test
  void nothingIsDividedByZero() {
    assertThatThrownBy(() -> Rational.of(1, 0)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Rational.ONE.dividedBy(Rational.of(0)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aThirdTimesThreeIsOne() {
    assertThat(Rational.ONE.dividedBy(Rational.of(3)).times(Rational.of(3)))
        .isEqualTo(Rational.ONE);
  }

  @Test
  void neighboursThatADoubleCannotTellApartAreTold() {
    Rational low = Rational.of(new BigDecimal("0.100000000000000001"));
    Rational high = Rational.of(new BigDecimal("0.100000000000000002"));
    assertThat(low).isLessThan(high);
    assertThat(low.toDecimal(18, RoundingMode.UNNECESSARY).doubleValue())
        .isEqualTo(high.toDecimal(18, RoundingMode.UNNECESSARY).doubleValue());
  }

  @Test
  void itRoundsOnlyAsToldAndOnlyToShow() {
    Rational twoThirds = Rational.of(2, 3);
    assertThat(twoThirds.toDecimal(3, RoundingMode.HALF_UP)).isEqualByComparingTo("0.667");
    assertThat(twoThirds.toDecimal(3, RoundingMode.DOWN)).isEqualByComparingTo("0.666");
  }

  @Test
  void orderAgreesWithCrossMultiplicationAndIsAntisymmetric() {
    Random random = new Random(20260301);
    for (int i = 0; i < 2_000; i++) {
      Rational a = Rational.of(random.nextInt(2_001) - 1_000, random.nextInt(1_000) + 1);
      Rational b = Rational.of(random.nextInt(2_001) - 1_000, random.nextInt(1_000) + 1);
      BigInteger left = a.numerator().multiply(b.denominator());
      BigInteger right = b.numerator().multiply(a.denominator());
      assertThat(a.compareTo(b)).as("%s %s", a, b).isEqualTo(left.compareTo(right));
      assertThat(b.compareTo(a)).isEqualTo(-a.compareTo(b));
      assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
    }
  }
}
