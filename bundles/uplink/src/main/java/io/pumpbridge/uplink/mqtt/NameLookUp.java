// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server's address, within a limit. The platform's look-up can be neither limited nor
 * interrupted; so it has a thread of its own, and while one hangs there is no second: whoever asks
 * meanwhile waits for the same answer.
 */
public final class NameLookUp {
  private static final long LIMIT_MS = 10_000;

  /** Who knows names. */
  interface Resolver {
    InetAddress find(String host) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final ThreadFactory threads;
  private final long limitMs;
  private @Nullable FutureTask<InetAddress> running;

  /** The platform's, for 10 s at most. */
  public NameLookUp() {
    this(InetAddress::getByName, NameLookUp::thread, LIMIT_MS);
  }

  NameLookUp(Resolver resolver, ThreadFactory threads, long limitMs) {
    this.resolver = resolver;
    this.threads = threads;
    this.limitMs = limitMs;
  }

  static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "uplink-name");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Always for the same host.
   *
   * @throws IOException also when there is no answer within the limit ({@code no-name-service}), or
   *     the thread is interrupted
   */
  public InetAddress find(String host) throws IOException {
    FutureTask<InetAddress> task = join(host);
    try {
      return task.get(limitMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new LineException(LineException.Reason.NO_NAME_SERVICE);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unknown) {
        throw unknown;
      }
      throw new IllegalStateException("a look-up fails with an unknown host only", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Whoever asks has one host, so an answer that is still awaited is the right one. */
  private synchronized FutureTask<InetAddress> join(String host) {
    FutureTask<InetAddress> task = running;
    if (task == null || task.isDone()) {
      task = new FutureTask<>(() -> resolver.find(host));
      threads.newThread(task).start();
      running = task; // now that it runs: where no thread is to be had, the next find tries again
    }
    return task;
  }
}
