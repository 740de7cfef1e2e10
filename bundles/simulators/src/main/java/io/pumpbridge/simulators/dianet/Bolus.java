// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

/** A bolus on its way, and how much was given that way; in grains. */
final class Bolus {
  private long left;
  private long given;

  void begin(long grains) {
    left = grains;
  }

  void end() {
    left = 0;
  }

  /** So much was moved; some of it was bolus. */
  void moved(long grains) {
    long part = Math.min(left, grains);
    left -= part;
    given += part;
  }

  boolean isRunning() {
    return left > 0;
  }

  long left() {
    return left;
  }

  long given() {
    return given;
  }

  void clearGiven() {
    given = 0;
  }
}
