// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

/** FF minus the sum of the bytes, eight bits. Blind to bytes that change places. */
final class FreseniusChecksum {

  private FreseniusChecksum() {}

  /** The checksum of {@code length} bytes from {@code offset}, 0 to 255. */
  static int of(byte[] bytes, int offset, int length) {
    int sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += bytes[i] & 0xff;
    }
    return 0xff - (sum & 0xff);
  }
}
