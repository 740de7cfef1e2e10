// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;

/** One answer of the pump: {@code text} is the body, without mark, checksum and carriage return. */
public record Reply(String text) {

  /** What goes on the line. */
  public Bytes toBytes() {
    return Bytes.of("!" + text + "|" + AlarisCrc.of(text) + "\r", StandardCharsets.ISO_8859_1);
  }
}
