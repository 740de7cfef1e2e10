// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * A figure as people see it. "2 is above the limit of 2" would make nobody trust the bridge, so the
 * shown figure gets as many digits as it takes to stand where the exact one stands.
 */
final class ShownFigure {
  private static final int SCALE = 6;

  /** Beyond this the figure is nobody's to read; limits themselves have at most 18 digits. */
  private static final int MAX_SCALE = 60;

  private ShownFigure() {}

  static Quantity of(Limits limits, Rational figure) {
    return of(limits.unit(), figure, limits.all().toList());
  }

  /**
   * @param limits that the figure is held against
   */
  static Quantity of(Unit unit, Rational figure, List<Quantity> limits) {
    Rational inUnit = figure.dividedBy(unit.factor());
    int scale = SCALE;
    BigDecimal shown = inUnit.toDecimal(scale, RoundingMode.HALF_UP);
    while (scale < MAX_SCALE && !standsWhere(figure, new Quantity(shown, unit), limits)) {
      scale++;
      shown = inUnit.toDecimal(scale, RoundingMode.HALF_UP);
    }
    return new Quantity(shown.stripTrailingZeros(), unit);
  }

  private static boolean standsWhere(Rational figure, Quantity shown, List<Quantity> limits) {
    Rational rounded = shown.inBaseUnits();
    return limits.stream()
        .map(Quantity::inBaseUnits)
        .allMatch(limit -> figure.compareTo(limit) == rounded.compareTo(limit));
  }
}
