// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.util.Locale;

/** The four limits of one figure, in the order in which they are judged: the hard ones first. */
public enum LimitKind {
  HARD_MAX(Verdict.HARD_HIGH),
  HARD_MIN(Verdict.HARD_LOW),
  SOFT_MAX(Verdict.SOFT_HIGH),
  SOFT_MIN(Verdict.SOFT_LOW);

  private final Verdict whenPassed;

  LimitKind(Verdict whenPassed) {
    this.whenPassed = whenPassed;
  }

  public Verdict whenPassed() {
    return whenPassed;
  }

  public boolean isMaximum() {
    return this == HARD_MAX || this == SOFT_MAX;
  }

  /** {@code hard-max}, as the contract writes it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
