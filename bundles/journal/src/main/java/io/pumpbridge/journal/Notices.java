// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What callers are to be told: in order, and one at a time. Bounded by the intake, which frees a
 * place only once its caller was told.
 */
final class Notices {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean telling;

  /**
   * Gives a notice, and whatever other threads leave here meanwhile; or leaves it to the thread
   * that is at it.
   */
  void tell(Runnable notice) {
    if (!mayTell(notice)) {
      return;
    }
    tellWaiting();
  }

  /** Gives those that wait, whoever else is at it: for when that one does not come back. */
  void tellWaiting() {
    for (Runnable next = next(); next != null; next = next()) {
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        log.error("journal has a bug, a caller may not have been told", e);
      }
    }
  }

  private synchronized boolean mayTell(Runnable notice) {
    waiting.add(notice);
    boolean mine = !telling;
    telling = true;
    return mine;
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    telling = next != null;
    return next;
  }
}
