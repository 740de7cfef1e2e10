// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.measure.Unit.Dimension;

/**
 * One line of a care area: a drug in one concentration with its limits for continuous infusion.
 *
 * @param dosingUnit per time; all limits are in a unit of its dimension
 * @param source where the figures come from, with edition
 */
public record DrugEntry(
    String drug,
    Concentration concentration,
    Unit dosingUnit,
    DoseLimits limits,
    boolean highAlert,
    String source) {

  /**
   * @throws IllegalArgumentException if a unit does not fit the others
   */
  public DrugEntry {
    if (drug.isBlank()) {
      throw new IllegalArgumentException("a drug needs a name");
    }
    Dimension dose = dosingUnit.dimension();
    if (!dose.perTime() || dose.perVolume()) {
      throw new IllegalArgumentException("a dosing unit is an amount per time");
    }
    Dimension amount = concentration.amount().unit().dimension();
    if (dose.substance() != amount.substance() && dose.substance() != Dimension.Substance.VOLUME) {
      throw new IllegalArgumentException(
          "dosing unit " + dosingUnit + " does not measure what " + concentration + " contains");
    }
    limits
        .all()
        .map(Quantity::unit)
        .filter(unit -> !unit.dimension().equals(dose))
        .findFirst()
        .ifPresent(
            unit -> {
              throw new IllegalArgumentException(
                  "limit in " + unit + " does not fit dosing unit " + dosingUnit);
            });
  }
}
