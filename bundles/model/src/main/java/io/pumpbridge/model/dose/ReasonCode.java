// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Why a verdict is what it is; with the IHE PIV error number (PCD TF-2 Rev 9.0) where there is one.
 */
public enum ReasonCode {
  WITHIN_LIMITS,
  SOFT_LIMIT_PASSED,
  HARD_LIMIT_PASSED(9024),
  /** The care area's own maximum rate, whatever runs. */
  DEVICE_LIMIT_PASSED(9014),
  NOT_INFUSING,
  /** KVO, bolus and purge are no continuous dose. */
  MODE_NOT_JUDGED,
  /** The pump is silent or does not say what it does. */
  STATUS_UNKNOWN,
  RATE_MISSING(9003),
  /** Below zero. */
  RATE_INVALID(9004),
  NO_LIBRARY,
  NO_ASSOCIATION,
  ASSOCIATION_EXPIRED(9022),
  /** The clock is only a floor, so nobody can say whether the association still holds. */
  CLOCK_UNTRUSTED,
  WRONG_PUMP,
  CARE_AREA_UNKNOWN(9021),
  DRUG_UNKNOWN(9010),
  CONCENTRATION_MISMATCH(9018),
  WEIGHT_MISSING(9019),
  WEIGHT_OUTSIDE_LIMITS(9011),
  UNIT_MISMATCH(9009);

  private final OptionalInt piv;

  ReasonCode() {
    this.piv = OptionalInt.empty();
  }

  ReasonCode(int piv) {
    this.piv = OptionalInt.of(piv);
  }

  public OptionalInt piv() {
    return piv;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
