// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;

/**
 * So much drug in so much fluid, as it stands on the bag or syringe.
 *
 * @param amount drug mass, units, equivalents or moles; more than zero
 * @param volume in mL or L; more than zero
 */
public record Concentration(Quantity amount, Quantity volume) {

  /**
   * @throws IllegalArgumentException if the units are not an amount of drug and a volume, or one is
   *     not above zero
   */
  public Concentration {
    Substance substance = amount.unit().dimension().substance();
    boolean drug =
        substance == Substance.DRUG_MASS
            || substance == Substance.DRUG_UNITS
            || substance == Substance.DRUG_EQUIVALENTS
            || substance == Substance.DRUG_MOLES;
    if (!drug || volume.unit().dimension().substance() != Substance.VOLUME) {
      throw new IllegalArgumentException("a concentration is an amount of drug in a volume");
    }
    if (amount.value().signum() <= 0 || volume.value().signum() <= 0) {
      throw new IllegalArgumentException("amount and volume must be above zero");
    }
  }

  /** What of: mass, units, equivalents or moles. */
  public Substance substance() {
    return amount.unit().dimension().substance();
  }

  /** Drug base units per mL. */
  public Rational perMl() {
    return amount.inBaseUnits().dividedBy(volume.inBaseUnits());
  }

  /** Whether it is as strong. */
  public boolean isSameAs(Concentration other) {
    return amount.unit().dimension().equals(other.amount.unit().dimension())
        && perMl().equals(other.perMl());
  }

  /** Whether it is as strong and as much. */
  public boolean isSameBagAs(Concentration other) {
    return isSameAs(other) && volume.inBaseUnits().equals(other.volume.inBaseUnits());
  }

  @Override
  public String toString() {
    return amount + " in " + volume;
  }
}
