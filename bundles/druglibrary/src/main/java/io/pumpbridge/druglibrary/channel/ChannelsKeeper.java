// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what has changed at the bedside, so that no reading waits for the disk. */
public final class ChannelsKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChannelsKeeper.class);

  /** A full disk is not asked more often. */
  private static final long RETRY_S = 5;

  private static final long END_LIMIT_MS = 2_000;

  private final Channels channels;
  private final Semaphore changed = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "library-channels");
  private volatile boolean ending;

  private ChannelsKeeper(Channels channels) {
    this.channels = channels;
    thread.setDaemon(true);
  }

  public static ChannelsKeeper start(Channels channels) {
    ChannelsKeeper keeper = new ChannelsKeeper(channels);
    channels.onChange(keeper.changed::release);
    keeper.thread.start();
    return keeper;
  }

  private void run() {
    try {
      while (!ending) {
        changed.acquire();
        changed.drainPermits(); // before writing: what changes meanwhile is written next
        if (!isKept()) {
          changed.release();
          TimeUnit.SECONDS.sleep(RETRY_S);
        }
      }
      isKept(); // what changed while the end was called
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isKept() {
    try {
      channels.keep();
      return true;
    } catch (IOException e) {
      log.error("which infusion began with which library is not stored failure={}", e.toString());
      return false;
    }
  }

  /** Writes down the last. */
  @Override
  public void close() {
    ending = true;
    channels.onChange(() -> {});
    changed.release();
    try {
      thread.join(END_LIMIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      thread.interrupt(); // it waits for a full disk
    }
  }
}
