// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.link;

/**
 * How a serial line is set; TCP ignores it.
 *
 * @param baud bits per second, 300 to 921600
 * @param dataBits 7 or 8
 * @param stopBits 1 or 2
 */
public record LineSettings(int baud, int dataBits, Parity parity, int stopBits) {

  /** Parity bit. */
  public enum Parity {
    NONE,
    EVEN,
    ODD
  }

  public LineSettings {
    if (baud < 300 || baud > 921_600) {
      throw new IllegalArgumentException("baud must be 300 to 921600, is " + baud);
    }
    if (dataBits < 7 || dataBits > 8 || stopBits < 1 || stopBits > 2) {
      throw new IllegalArgumentException("7 or 8 data bits, 1 or 2 stop bits");
    }
  }
}
