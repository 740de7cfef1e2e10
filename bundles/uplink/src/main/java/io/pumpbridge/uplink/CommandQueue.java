// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker, and a short queue before it. */
final class CommandQueue implements AutoCloseable {
  /** A server sends a handful; a confirmation that finds no place is overtaken by the next. */
  static final int MAX_WAITING = 16;

  private static final long IDLE_SECONDS = 60;

  /** A handler that has not seen the interrupt by then is left behind, on a daemon thread. */
  private static final long CLOSE_MS = 100;

  private static final Logger log = LoggerFactory.getLogger(CommandQueue.class);

  private final long maxBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private final ThreadPoolExecutor worker;

  /**
   * @param name of the worker's thread; it ends when there is nothing to do for a while
   * @param maxBytes of all bodies that wait or are worked on
   */
  CommandQueue(String name, long maxBytes) {
    this.maxBytes = maxBytes;
    worker =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    worker.allowCoreThreadTimeOut(true);
  }

  /** Whether there was room; never waits. */
  boolean offer(int bytes, Runnable task) {
    if (heldBytes.addAndGet(bytes) > maxBytes) {
      heldBytes.addAndGet(-bytes);
      return false;
    }
    try {
      worker.execute(() -> run(bytes, task));
      return true;
    } catch (RejectedExecutionException e) {
      heldBytes.addAndGet(-bytes);
      return false;
    }
  }

  private void run(int bytes, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("a command could not be worked on", e); // the next one can
    } finally {
      heldBytes.addAndGet(-bytes);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
        log.warn("a command is still being worked on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
