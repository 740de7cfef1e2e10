// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "5", "5.00", "0.05", "-1.5", "999999999999999999", "0.12345678901234567"})
  void aPlainDecimalIsReadAndKeepsItsDigits(String text) {
    Quantity quantity = Quantity.from(text, Unit.ML_PER_HOUR).orElseThrow();
    assertThat(quantity.value().toPlainString()).isEqualTo(text);
    assertThat(quantity).hasToString(text + " mL/h");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ".",
        "-.",
        ".5",
        "5.",
        "-.5",
        "+5",
        "--5",
        "1e3",
        "1E3",
        "1E-3",
        "0x10",
        "5,0",
        "1 000",
        " 5",
        "5 ",
        "5\n",
        "NaN",
        "Infinity",
        "-Infinity",
        "1_000",
        "5.0.0",
        "5-",
        "٥",
        "５",
        "½",
        "5f",
        "5d",
        "1234567890123456789",
        "0.1234567890123456789",
        "null"
      })
  void nothingElseIs(String text) {
    assertThat(Quantity.from(text, Unit.ML_PER_HOUR)).isEmpty();
    assertThatThrownBy(() -> Quantity.of(text, "mL/h"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readingIsTotalOverRandomTextAndNeverTakesAnExponent() {
    Random random = new Random(7);
    String alphabet = "0123456789.-+eE xNa";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(8); k > 0; k--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      boolean plain = text.toString().matches("-?[0-9]+(\\.[0-9]+)?");
      assertThat(Quantity.decimalFrom(text.toString()).isPresent()).as("%s", text).isEqualTo(plain);
    }
  }

  @Test
  void aNumberThatWouldFillTheMemoryIsNoQuantity() {
    assertThatThrownBy(() -> new Quantity(new BigDecimal("1E+1000000000"), Unit.ML))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Quantity(new BigDecimal("1E-1000000000"), Unit.ML))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Quantity(BigDecimal.ONE.setScale(Integer.MIN_VALUE + 1), Unit.ML))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void fiveAndFiveZeroZeroAreTheSameAmountButNotTheSameRecord() {
    assertThat(Quantity.of("5", "mL")).isNotEqualTo(Quantity.of("5.00", "mL"));
    assertThat(Quantity.of("5", "mL").inBaseUnits())
        .isEqualTo(Quantity.of("5.00", "mL").inBaseUnits());
  }
}
