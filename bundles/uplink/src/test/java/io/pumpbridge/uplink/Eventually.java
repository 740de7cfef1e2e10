// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread will bring about; fails after 20 s. */
final class Eventually {
  private static final long LIMIT_NS = 20_000_000_000L;
  private static final long GLANCE_NS = 2_000_000;

  private Eventually() {}

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT_NS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("never came about: " + what);
      }
      LockSupport.parkNanos(GLANCE_NS);
    }
  }
}
