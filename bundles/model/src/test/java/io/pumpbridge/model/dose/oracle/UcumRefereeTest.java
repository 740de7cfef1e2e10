// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Held against the general UCUM library, with UCUM's own definitions. UCUM lets a kilogram of body
 * weight cancel a gram of drug and keeps {@code U} and {@code [iU]} apart; the product does
 * neither, so only units that it converts are compared, and those two as one.
 */
class UcumRefereeTest {
  /** The referee computes in decimals; more digits than this it does not promise. */
  private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  private static UcumService ucum;

  @BeforeAll
  static void start() throws Exception {
    try (InputStream definitions = UcumService.class.getResourceAsStream("/ucum-essence.xml")) {
      ucum = new UcumEssenceService(definitions);
    }
  }

  /** {@code [iU]} is what a pharmacist writes as U. */
  private static String asUcum(String unit) {
    return unit.replace("[iU]", "U");
  }

  @Test
  void everyUnitOfTheProductIsOneOfUcum() {
    for (DosingUnit unit : DosingUnit.all()) {
      assertThat(ucum.validate(unit.ucum())).as(unit.ucum()).isNull();
      assertThat(Unit.find(unit.ucum())).as(unit.ucum()).isPresent();
    }
  }

  @Test
  void everyPairThatConvertsDoesSoByUcumsFactor() throws Exception {
    List<DosingUnit> units = DosingUnit.all();
    int compared = 0;
    // The referee answers with as many digits as it is asked with.
    Decimal one = new Decimal("1." + "0".repeat(24));
    for (DosingUnit from : units) {
      for (DosingUnit to : units) {
        Unit ours = Unit.get(from.ucum());
        Unit theirs = Unit.get(to.ucum());
        boolean converts = ours.dimension().equals(theirs.dimension());
        assertThat(converts).as("%s to %s", from, to).isEqualTo(from.measuresAs(to));
        if (!converts) {
          continue;
        }
        Decimal referee = ucum.convert(one, asUcum(from.ucum()), asUcum(to.ucum()));
        Rational factor = ours.factor().dividedBy(theirs.factor());
        BigDecimal exact =
            new BigDecimal(factor.numerator()).divide(new BigDecimal(factor.denominator()), DIGITS);
        assertThat(new BigDecimal(referee.asDecimal()).round(DIGITS))
            .as("%s to %s", from, to)
            .isEqualByComparingTo(exact);
        compared++;
      }
    }
    // three body sizes; 16 units of mass, 16 of activity, 8 of equivalents, 12 of moles, 8 of
    // volume
    assertThat(compared).isEqualTo(3 * (16 * 16 + 16 * 16 + 8 * 8 + 12 * 12 + 8 * 8));
  }
}
