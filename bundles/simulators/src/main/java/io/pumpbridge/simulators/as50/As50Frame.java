// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.as50;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;

/** {@code [TEXT]} and two raw bytes: polynomial 1021, start 0, over all from bracket to bracket. */
final class As50Frame {

  private As50Frame() {}

  static int check(String bracketed) {
    int check = 0;
    for (byte b : bracketed.getBytes(StandardCharsets.ISO_8859_1)) {
      check ^= (b & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        check = (check & 0x8000) == 0 ? check << 1 : (check << 1) ^ 0x1021;
      }
      check &= 0xffff;
    }
    return check;
  }

  static Bytes encode(String text) {
    String bracketed = "[" + text + "]";
    int check = check(bracketed);
    return Bytes.of(
        bracketed + (char) (check >> 8) + (char) (check & 0xff), StandardCharsets.ISO_8859_1);
  }
}
