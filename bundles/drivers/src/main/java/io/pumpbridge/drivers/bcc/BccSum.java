// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

/**
 * The sum of the bytes modulo 256, from SOH to ETX or ETB, both included (page 8). Eight bits: one
 * damaged frame in 256 gets through, so nothing that a single frame says is believed.
 */
final class BccSum {

  private BccSum() {}

  /** The checksum of {@code length} bytes from {@code offset}, 0 to 255. */
  static int of(byte[] bytes, int offset, int length) {
    int sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += bytes[i] & 0xff;
    }
    return sum & 0xff;
  }
}
