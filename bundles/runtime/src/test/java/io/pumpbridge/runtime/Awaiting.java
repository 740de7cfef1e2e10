// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for what must become true: the one place of the tests that looks again and again. */
public final class Awaiting {
  /** For what takes a moment, on a machine that does much else. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long LOOK_MS = 20;

  private Awaiting() {}

  /**
   * Waits until it holds.
   *
   * @param what the same in words, for whoever reads that it did not
   */
  public static void until(String what, Callable<Boolean> holds) throws Exception {
    until(what, PATIENCE, holds);
  }

  public static void until(String what, Duration patience, Callable<Boolean> holds)
      throws Exception {
    long endNs = System.nanoTime() + patience.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (!holds.call()) {
      if (System.nanoTime() - endNs > 0 || never.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("not in time: " + what);
      }
    }
  }
}
