// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

final class BccStuffedReaderTest extends BccReaderContract {
  BccStuffedReaderTest() {
    super(BccStuffing.ON);
  }
}
