// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;

/** Internal: leaves the guard's chain of requirements with the reason. */
final class CannotJudge extends Exception {
  private static final long serialVersionUID = 1L;

  private final ReasonCode code;
  private final String sentence;

  CannotJudge(ReasonCode code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
    this.sentence = sentence;
  }

  /**
   * @param what as a sentence calls the figure
   */
  static void requireUnit(String what, Quantity figure, Unit unit) throws CannotJudge {
    if (!figure.unit().dimension().equals(unit.dimension())) {
      throw new CannotJudge(
          ReasonCode.UNIT_MISMATCH,
          "The " + what + " is in " + figure.unit() + ", not in " + unit + ".");
    }
  }

  ReasonCode code() {
    return code;
  }

  String sentence() {
    return sentence;
  }
}
