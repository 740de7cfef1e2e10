// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where commands reach a running agent, and who may: a Unix socket in the state directory, for the
 * agent's own user only, one question a connection. Who is let in is {@link DeskDoor}'s, what has
 * one answer is in {@link DeskCalls}, the form in {@link DeskLines}; here is what goes on: watching
 * pumps, and taking nothing new and leaving, because the gateway is to be wiped.
 */
public final class DeskSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeskSocket.class);

  static final String FILE = "desk.sock";
  static final String PUMPS = "io.pumpbridge.model.pump.PumpDesk";

  /** They stay; the door has room for more, so that who wants one answer gets it. */
  private static final int MAX_WATCHERS = 8;

  /** The kernel's limit for the path of a Unix socket (unix(7): 108 bytes with the final zero). */
  private static final int MAX_PATH = 107;

  private final ServerSocketChannel server;
  private final Path path;
  private final Desk desk;
  private final BridgeFramework bridge;
  private final DeskCalls calls;
  private final AtomicReference<LastDrain> draining = new AtomicReference<>();
  private final Semaphore watchers = new Semaphore(MAX_WATCHERS);

  /** Makes what the agent is asked to sign; only the agent has the key. */
  public interface Saving {
    SavedConfiguration backup(Farewell signer) throws LaunchException;
  }

  private DeskSocket(ServerSocketChannel server, Path path, BridgeFramework bridge, Saving saving) {
    this.server = server;
    this.path = path;
    this.bridge = bridge;
    this.desk = new Desk(bridge);
    this.calls = new DeskCalls(bridge, saving);
  }

  /**
   * Opens the socket.
   *
   * @param state whose lock the caller has, so that a socket found there is a dead one
   * @throws IOException if it cannot be made; the agent does its work without it
   */
  public static DeskSocket open(Path state, BridgeFramework bridge, Saving saving)
      throws IOException {
    Path path = state.resolve(FILE);
    if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
      throw new IOException(path + " is longer than a socket's path may be");
    }
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    DeskSocket socket = new DeskSocket(server, path, bridge, saving);
    DeskDoor.open(server, socket::answer, DeskDoor.Limits.USUAL);
    return socket;
  }

  private void answer(SocketChannel client, Map<String, Object> question)
      throws IOException, LaunchException, InterruptedException {
    switch (String.valueOf(question.get("call"))) {
      case "watch" -> watch(client, String.valueOf(question.getOrDefault("port", "")));
      case "drain" -> drain(client, question);
      case "leave" -> leave(client);
      default -> calls.answer(client, question);
    }
  }

  private void watch(SocketChannel client, String port)
      throws IOException, LaunchException, InterruptedException {
    if (!watchers.tryAcquire()) {
      DeskLines.answer(
          client, Map.of("what", "port", "reason", "So many watch already that none is let in"));
      return;
    }
    try {
      WatchedLines lines = new WatchedLines();
      AutoCloseable watching =
          (AutoCloseable) desk.call(PUMPS, "watch", port, (Consumer<String>) lines);
      try {
        lines.tell(client, server::isOpen, DeskLines.TAKE_LIMIT);
      } finally {
        close(watching);
      }
    } finally {
      watchers.release();
    }
  }

  /** Until somebody says {@code leave}; if whoever asked hangs up before, all is as it was. */
  private void drain(SocketChannel client, Map<String, Object> question)
      throws IOException, LaunchException, InterruptedException {
    question.remove("call");
    LastDrain drain = new LastDrain(bridge);
    if (!draining.compareAndSet(null, drain)) {
      DeskLines.answer(client, DeskCalls.refused("somebody drains it already"));
      return;
    }
    try {
      drain.begin(question);
      while (server.isOpen() && draining.get() == drain) {
        DeskLines.answer(client, drain.standing());
        TimeUnit.MILLISECONDS.sleep(LastDrain.LOOK_MS);
      }
    } finally {
      if (draining.compareAndSet(drain, null)) {
        drain.abandon();
      }
    }
  }

  private void leave(SocketChannel client) throws IOException {
    if (draining.getAndSet(null) == null) {
      DeskLines.answer(client, DeskCalls.refused("nobody drains it"));
      return;
    }
    DeskLines.answer(client, "{\"what\":\"leaving\"}");
    log.info("the agent leaves, the gateway is to be wiped");
    DeskDoor.thread("leave", bridge::close).start();
  }

  private static void close(AutoCloseable watching) {
    try {
      watching.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("watching did not end in order", e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("the desk's socket could not be removed path={}", path, e);
    }
  }
}
