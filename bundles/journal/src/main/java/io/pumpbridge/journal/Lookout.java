// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks for what arrives, awake, for a moment. A thread that slept takes some 30 to 50 microseconds
 * to come back, a fifth of what a commit takes; so who has just written looks before it sleeps, and
 * who tells event after event need not wake anybody. With one processor nothing arrives while
 * somebody looks, so nobody does.
 */
final class Lookout {
  private static final boolean WORTHWHILE = Runtime.getRuntime().availableProcessors() > 1;

  private final AtomicInteger arrivals = new AtomicInteger();

  void arrived() {
    arrivals.incrementAndGet();
  }

  /** Changes with each arrival. */
  int arrivals() {
    return arrivals.get();
  }

  /** Returns when something has arrived since {@code seen}, or it is later than that. */
  void look(int seen, long untilNanos) {
    while (WORTHWHILE && arrivals.get() == seen && System.nanoTime() - untilNanos < 0) {
      Thread.onSpinWait();
    }
  }
}
