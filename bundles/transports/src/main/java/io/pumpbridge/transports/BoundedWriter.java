// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes on a thread of its own, because a write to a peer that does not read never ends on Linux:
 * neither serial ports nor sockets know a write timeout. Whoever waits too long gives the port up.
 */
final class BoundedWriter implements Closeable {

  /** Writes all of it, for as long as it takes. */
  interface RawWrite {
    void write(byte[] bytes) throws IOException;
  }

  private final PortId port;
  private final Duration limit;
  private final RawWrite raw;
  private final ExecutorService thread;

  BoundedWriter(PortId port, Duration limit, RawWrite raw) {
    this(
        port,
        limit,
        raw,
        task -> {
          Thread writer = new Thread(task, "writer " + port);
          writer.setDaemon(true);
          return writer;
        });
  }

  BoundedWriter(PortId port, Duration limit, RawWrite raw, ThreadFactory threads) {
    this.port = port;
    this.limit = limit;
    this.raw = raw;
    this.thread = Executors.newSingleThreadExecutor(threads);
  }

  /**
   * @param giveUp closes the port, which wakes the write that hangs
   */
  void write(Bytes bytes, Runnable giveUp) throws IOException {
    if (bytes.length() == 0) {
      return;
    }
    Future<?> written;
    try {
      byte[] content = bytes.toArray();
      written =
          thread.submit(
              () -> {
                raw.write(content);
                return null;
              });
    } catch (RejectedExecutionException e) {
      throw new IOException(port + " is closed", e);
    } catch (OutOfMemoryError e) {
      giveUp.run();
      throw lost("could not be written to: there is no thread for it at the moment", e);
    }
    try {
      written.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      giveUp.run();
      throw lost("does not take bytes: nothing went for " + limit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp.run();
      throw lost("was given up while writing", e);
    } catch (ExecutionException e) {
      giveUp.run();
      throw e.getCause() instanceof LinkLostException gone
          ? gone
          : lost("could not be written to", e);
    }
  }

  private LinkLostException lost(String what, Throwable cause) {
    LinkLostException lost = new LinkLostException(port + " " + what);
    lost.initCause(cause);
    return lost;
  }

  /** Ends the thread, at once if nothing hangs. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
