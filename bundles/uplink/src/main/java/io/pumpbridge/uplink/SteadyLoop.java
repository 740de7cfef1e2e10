// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes turns until it is stopped. Whatever a turn throws is not the end: also a machine that is
 * out of memory, or has no thread to give, may have them again a second later.
 */
public final class SteadyLoop {
  private static final Logger log = LoggerFactory.getLogger(SteadyLoop.class);

  /** After a failure; one that lasts must not take the processor and fill the log. */
  static final long PAUSE_MS = 1_000;

  /** What is done again and again. */
  public interface Turn {
    void take() throws InterruptedException;
  }

  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * Returns when it is stopped.
   *
   * @param giveUp lets go of what a failed turn may have left half done, before the next one; tried
   *     until it succeeds
   */
  public void run(Turn turn, Runnable giveUp) throws InterruptedException {
    @Nullable Throwable failure = null;
    while (!isStopped()) {
      try {
        if (failure != null) { // in here, because without memory even this can fail
          pause(PAUSE_MS);
          log.error("a turn failed, and all begins anew", failure);
          giveUp.run();
          failure = null;
        }
        turn.take();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
  }

  /** Waits for so long, or until it is stopped. */
  public void pause(long ms) throws InterruptedException {
    var unused = stopped.await(ms, TimeUnit.MILLISECONDS);
  }

  public void stop() {
    stopped.countDown();
  }

  public boolean isStopped() {
    return stopped.getCount() == 0;
  }
}
