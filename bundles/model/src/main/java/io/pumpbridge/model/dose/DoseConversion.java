// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Rational;

/**
 * Between fluid and drug: dose = fluid × concentration ÷ body size, and back. All figures are in
 * base units (mL, drug, kg or m², seconds), so the same holds for amounts and for rates; nothing is
 * rounded.
 *
 * @param perMl drug in a mL; 1 where the fluid itself is dosed; above zero
 * @param bodySize what the dose is divided by; 1 where it is not; above zero
 */
public record DoseConversion(Rational perMl, Rational bodySize) {
  public DoseConversion {
    if (perMl.signum() <= 0 || bodySize.signum() <= 0) {
      throw new IllegalArgumentException("a concentration and a body size are above zero");
    }
  }

  public Rational toDose(Rational fluid) {
    return fluid.times(perMl).dividedBy(bodySize);
  }

  public Rational toFluid(Rational dose) {
    return dose.times(bodySize).dividedBy(perMl);
  }
}
