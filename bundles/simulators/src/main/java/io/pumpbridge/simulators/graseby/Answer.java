// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.graseby;

/**
 * The answer to a command.
 *
 * @param code its one-letter return code
 * @param data only if accepted
 */
record Answer(Code code, String data) {

  /**
   * The return codes by the manual's names. Their letters stand on a page (12-15) that is not
   * public: these are invented, and a host must not learn from them.
   */
  enum Code {
    ACCEPTED('A'),
    INVALID_CHECK('C'),
    INVALID_LENGTH('L'),
    INVALID_COMMAND('U'),
    INVALID_PARAMETER('P'),
    INVALID_MODE('M');

    private final char letter;

    Code(char letter) {
      this.letter = letter;
    }

    char letter() {
      return letter;
    }
  }

  static Answer accepted(String data) {
    return new Answer(Code.ACCEPTED, data);
  }

  static Answer refused(Code why) {
    return new Answer(why, "");
  }
}
