// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import java.util.Locale;

/**
 * Why a pump says no. Unknown numbers are values too.
 *
 * @param error the byte after NAK
 */
record DianetRefusal(int error) {

  private static final int CHECKSUM = 0x01;
  private static final int FRAME = 0x02;

  /** Whether the request did not arrive whole, so that the same may be said once more. */
  boolean isOfTheLine() {
    return error == CHECKSUM || error == FRAME;
  }

  /** What it means for who wanted to take the control. */
  Reason whenTakingControl() {
    return error == 0x05 ? Reason.CHANGED_UNDER_WAY : Reason.CONTROL_REFUSED;
  }

  /** What it means for who wanted to write. */
  Reason whenWriting() {
    return switch (error) {
      case 0x04, 0x05 -> Reason.CHANGED_UNDER_WAY;
      case 0x06 -> Reason.OUT_OF_RANGE;
      case 0x08, 0x09 -> Reason.CONTROL_REFUSED;
      default -> Reason.REFUSED_BY_PUMP;
    };
  }

  /** A clause for a sentence. */
  String text() {
    return switch (error) {
      case CHECKSUM -> "the checksum was wrong";
      case FRAME -> "the frame was damaged";
      case 0x03 -> "it does not know this request";
      case 0x04 -> "somebody is operating it";
      case 0x05 -> "the identity does not fit";
      case 0x06 -> "a value is out of range";
      case 0x07 -> "the length is wrong";
      case 0x08 -> "the address is wrong";
      case 0x09 -> "it is in the wrong mode";
      case 0x0b -> "its clock cannot be set now";
      case 0x0c -> "this cannot be done now";
      case 0x0d -> "the values do not fit each other";
      default -> String.format(Locale.ROOT, "unknown reason %02X", error);
    };
  }
}
