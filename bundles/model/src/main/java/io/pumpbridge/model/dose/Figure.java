// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Locale;

/** What an entry can limit. */
public enum Figure {
  /** Per time for a continuous infusion, an amount for all others. */
  DOSE,
  /** How fast a bolus, a loading dose or an intermittent dose is given. */
  RATE,
  /** How long an intermittent dose takes. */
  DURATION,
  /** To be infused; limited by a care area, not by an entry. */
  VOLUME,
  /** The time between two doses that a patient may demand. */
  LOCKOUT,
  /** What may be given in a window of time, whoever demanded it. */
  ACCUMULATED_DOSE,
  /** Of a preparation that is not fixed. */
  CONCENTRATION;

  /** As the library writes it: {@code accumulated_dose}. */
  public String fieldName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As a verdict writes it: {@code accumulated-dose}. */
  public String wireName() {
    return fieldName().replace('_', '-');
  }

  /** As a sentence writes it: {@code accumulated dose}. */
  public String words() {
    return fieldName().replace('_', ' ');
  }
}
