// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A dose as people see it. "2 is above the limit of 2" would make nobody trust the bridge, so the
 * shown figure gets as many digits as it takes to stand where the exact one stands.
 */
final class ShownDose {
  private static final int SCALE = 6;

  /** Beyond this the figure is nobody's to read; limits themselves have at most 18 digits. */
  private static final int MAX_SCALE = 60;

  private ShownDose() {}

  static Quantity of(DrugEntry entry, Rational dose) {
    Rational inUnit = dose.dividedBy(entry.dosingUnit().factor());
    int scale = SCALE;
    BigDecimal shown = inUnit.toDecimal(scale, RoundingMode.HALF_UP);
    while (scale < MAX_SCALE && !standsWhere(dose, shown, entry)) {
      scale++;
      shown = inUnit.toDecimal(scale, RoundingMode.HALF_UP);
    }
    return new Quantity(shown.stripTrailingZeros(), entry.dosingUnit());
  }

  private static boolean standsWhere(Rational dose, BigDecimal shown, DrugEntry entry) {
    Rational rounded = Rational.of(shown).times(entry.dosingUnit().factor());
    return entry
        .limits()
        .all()
        .map(Quantity::inBaseUnits)
        .allMatch(limit -> dose.compareTo(limit) == rounded.compareTo(limit));
  }
}
