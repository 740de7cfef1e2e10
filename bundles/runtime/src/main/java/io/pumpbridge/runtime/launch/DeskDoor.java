// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the desk's clients in, few at a time, and hears what each wants. Whoever says nothing is
 * sent away, and a moment in which nobody can be let in (no file descriptor or thread is left)
 * passes: the desk ends with its socket and not before.
 */
final class DeskDoor {
  private static final Logger log = LoggerFactory.getLogger(DeskDoor.class);

  /** People at terminals and their scripts; one more waits until another leaves. */
  static final int MAX_CLIENTS = 12;

  /**
   * What is waited for.
   *
   * @param question in whole; it is ready before a client connects, so only a stopped one is slower
   * @param pause before somebody is let in again after that failed
   */
  record Limits(Duration question, Duration pause) {
    static final Limits USUAL = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(1));
  }

  /** Answers; the client is closed after it. */
  interface Clerk {
    void answer(SocketChannel client, Map<String, Object> question)
        throws IOException, LaunchException, InterruptedException;
  }

  private final ServerSocketChannel server;
  private final Clerk clerk;
  private final Limits limits;
  private final ThreadFactory threads;
  private final Semaphore room = new Semaphore(MAX_CLIENTS);
  private boolean failing;

  private DeskDoor(ServerSocketChannel server, Clerk clerk, Limits limits, ThreadFactory threads) {
    this.server = server;
    this.clerk = clerk;
    this.limits = limits;
    this.threads = threads;
  }

  /** Lets clients in until the socket is closed. */
  static void open(ServerSocketChannel server, Clerk clerk, Limits limits) {
    open(server, clerk, limits, serving -> thread("desk client", serving));
  }

  /**
   * The same.
   *
   * @param threads one for each client
   */
  static void open(ServerSocketChannel server, Clerk clerk, Limits limits, ThreadFactory threads) {
    thread("desk", new DeskDoor(server, clerk, limits, threads)::stand).start();
  }

  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void stand() {
    try {
      while (server.isOpen()) {
        room.acquire();
        letIn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void letIn() throws InterruptedException {
    try {
      SocketChannel client = server.accept();
      begin(client);
      failing = false;
    } catch (IOException e) {
      room.release();
      if (!server.isOpen()) {
        log.debug("the desk is closed", e);
        return;
      }
      if (!failing) {
        failing = true;
        log.warn("the desk lets nobody in for a moment why={}", e.getMessage());
      }
      TimeUnit.MILLISECONDS.sleep(limits.pause().toMillis());
    }
  }

  private void begin(SocketChannel client) throws IOException {
    try {
      threads.newThread(() -> serve(client)).start();
    } catch (OutOfMemoryError e) { // no thread is to be had for a moment
      client.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      clerk.answer(client, DeskLines.question(client, limits.question()));
    } catch (IOException e) {
      log.debug("a desk client left", e);
    } catch (LaunchException e) {
      log.warn("the desk could not answer why={}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      room.release();
    }
  }
}
