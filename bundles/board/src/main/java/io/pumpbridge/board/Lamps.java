// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.board;

/** Which colours are lit. */
record Lamps(boolean red, boolean amber, boolean green) {
  static final Lamps DARK = new Lamps(false, false, false);
  static final Lamps RED = new Lamps(true, false, false);
  static final Lamps AMBER = new Lamps(false, true, false);
  static final Lamps GREEN = new Lamps(false, false, true);
}
