// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

/** Why the pump refuses, by the code that stands behind its NAK. */
enum Refusal {
  CRC(0x01),
  FRAME(0x02),
  SEGMENT_UNKNOWN(0x03),
  USER_OPERATING(0x04),
  IDENT_WRONG(0x05),
  RANGE(0x06),
  LENGTH(0x07),
  ADDRESS(0x08),
  MODE(0x09),
  ACTION_IMPOSSIBLE(0x0C),
  INCONSISTENT(0x0D);

  private final int code;

  Refusal(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
