// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

final class BccPlainReaderTest extends BccReaderContract {
  BccPlainReaderTest() {
    super(BccStuffing.OFF);
  }
}
