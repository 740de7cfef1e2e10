// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

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

  ReasonCode code() {
    return code;
  }

  String sentence() {
    return sentence;
  }
}
