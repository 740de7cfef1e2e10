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
  /** Somebody has taken it upon them, and the care area allows that. */
  SOFT_LIMIT_OVERRIDDEN,
  /** The care area's soft limits hold for everybody. */
  OVERRIDE_NOT_ALLOWED,
  HARD_LIMIT_PASSED(9024),
  /** What the care area allows any pump, whatever runs. */
  DEVICE_LIMIT_PASSED(9014),
  NOT_INFUSING,
  /** KVO, bolus and purge are no continuous dose. */
  MODE_NOT_JUDGED,
  /** The pump is silent or does not say what it does. */
  STATUS_UNKNOWN,
  RATE_MISSING(9003),
  /** Below zero; in an order also zero. */
  RATE_INVALID(9004),
  /** An order says neither a dose nor a rate. */
  ORDER_EMPTY(9003),
  /** An amount is ordered without its dose. */
  DOSE_MISSING(9003),
  DOSE_INVALID(9004),
  VOLUME_INVALID(9004),
  /** An order says both, and they are not the same. */
  DOSE_AND_RATE_DISAGREE(9018),
  /** The pump's step does not allow a rate that is near enough. */
  ROUNDING_TOO_COARSE(9005),
  /** A rate that the pump can be set to is on the other side of a limit. */
  ROUNDING_CROSSES_LIMIT(9005),
  NO_LIBRARY,
  /** What runs began with a library that counts no more; or that was the only one. */
  LIBRARY_WITHDRAWN,
  /** The newest library has no limits any more for what runs. */
  LIMIT_WITHDRAWN,
  NO_ASSOCIATION,
  ASSOCIATION_EXPIRED(9022),
  /** The clock is only a floor, so nobody can say whether the association still holds. */
  CLOCK_UNTRUSTED,
  WRONG_PUMP,
  CARE_AREA_UNKNOWN(9021),
  DRUG_UNKNOWN(9010),
  /** The library tells lines of this drug apart by therapy, and this is none of them. */
  THERAPY_UNKNOWN(9018),
  CONCENTRATION_MISMATCH(9018),
  /** Lines with different limits fit, and nothing says which of them is meant. */
  LINE_AMBIGUOUS(9018),
  /** The library has no limits for giving the drug this way. */
  MODE_NOT_IN_LIBRARY(9010),
  WEIGHT_MISSING(9019),
  WEIGHT_OUTSIDE_LIMITS(9011),
  SURFACE_MISSING(9003),
  SURFACE_OUTSIDE_LIMITS(9004),
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

  /** Whether limits that were judged by have been taken back. */
  public boolean isWithdrawal() {
    return this == LIBRARY_WITHDRAWN || this == LIMIT_WITHDRAWN;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
