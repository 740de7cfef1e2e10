// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker for all commands, and a short queue before it. */
final class CommandQueue implements AutoCloseable {
  /** A server sends a handful; a confirmation that finds no place is overtaken by the next. */
  static final int MAX_WAITING = 16;

  /** Of all bodies that wait or are worked on: one largest, and small ones beside it. */
  static final long MAX_BYTES = 12L * 1024 * 1024;

  /** A handler that has not seen the interrupt by then is left behind, on a daemon thread. */
  private static final long CLOSE_MS = 100;

  private static final Logger log = LoggerFactory.getLogger(CommandQueue.class);

  private final AtomicLong heldBytes = new AtomicLong();
  private final ThreadPoolExecutor worker;

  CommandQueue() {
    worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "uplink-commands");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Whether there was room; never waits. */
  boolean offer(int bytes, Runnable task) {
    if (heldBytes.addAndGet(bytes) > MAX_BYTES) {
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
    } catch (RuntimeException e) {
      log.error("a command could not be answered", e); // the next one can
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
