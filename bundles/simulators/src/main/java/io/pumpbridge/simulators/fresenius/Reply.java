// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

/**
 * The application's answer to a command, without the address; nothing where the public sources do
 * not tell the answer.
 */
record Reply(String text) {
  static final Reply OK = new Reply("C");
  static final Reply SILENCE = new Reply("");

  static Reply ok(String data) {
    return data.isEmpty() ? OK : new Reply("C;" + data);
  }

  static Reply error(Code code) {
    return new Reply("I;" + code.wire);
  }

  /** The application's error codes that this simulator knows an occasion for. */
  enum Code {
    UNKNOWN_COMMAND("01"),
    NOT_IN_THIS_MODE("02"),
    NOT_IN_THIS_STATUS("03"),
    SYNTAX("04"),
    MODE_ALREADY_ACTIVE("06"),
    IDENTIFIER_NOT_USED("0A"),
    IDENTIFIER_INCORRECT("0B"),
    BASE_NOT_OPEN("0D"),
    MODULE_UNREACHABLE("0E"),
    ALARM_PRESENT("12"),
    MODULE_NOT_OPEN("1E");

    private final String wire;

    Code(String wire) {
      this.wire = wire;
    }
  }
}
