// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for what happens by itself: the floor of the clock, looking around, late handshakes.
 *
 * @param executor for parts that set their own alarms
 */
record OwnThread(ScheduledThreadPoolExecutor executor) implements AutoCloseable {
  /** One write to a slow card; the agent has five seconds to end. */
  private static final Duration END_LIMIT = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(OwnThread.class);

  OwnThread() {
    this(new ScheduledThreadPoolExecutor(1, OwnThread::daemon));
    // A finished handshake takes its alarm with it.
    executor.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable task) {
    Thread worker = new Thread(task, "pump-bridge trust");
    worker.setDaemon(true);
    return worker;
  }

  /**
   * Now, and then again and again, so long after it was done the last time; also after a mistake of
   * ours in it, which would else end it without a word.
   */
  void every(Duration interval, Runnable work) {
    Runnable surviving =
        () -> {
          try {
            work.run();
          } catch (RuntimeException mistake) {
            log.error("a piece of work failed, it is tried again", mistake);
          }
        };
    var unused =
        executor.scheduleWithFixedDelay(surviving, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Soon, but not on the thread of whoever asks. */
  void later(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException stopped) {
      log.info("nothing is told any more, trust has stopped");
    }
  }

  /**
   * Whoever comes next in this directory, be it a wipe, must find nobody writing there. What is
   * being written is written to its end: interrupted, a file's channel closes under the write.
   */
  @Override
  public void close() {
    executor.shutdown();
    executor.getQueue().clear(); // what has not begun is not begun any more
    try {
      if (!executor.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("a piece of work does not end limit_ms={}", END_LIMIT.toMillis());
        List<Runnable> unused = executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      List<Runnable> unused = executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
