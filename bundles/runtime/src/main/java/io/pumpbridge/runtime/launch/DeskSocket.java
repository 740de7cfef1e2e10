// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where commands reach a running agent: a Unix socket in the state directory, for the agent's own
 * user only. One question a connection, one JSON line; answers are JSON lines. It can be asked what
 * is heard, for a backup of the configuration, and to take nothing new and leave, because the
 * gateway is to be wiped. It can be handed a site package, which proves itself, told to renew the
 * certificate, asked which drug library is in force where, and how the clock stands, whose floor it
 * sets.
 */
public final class DeskSocket implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeskSocket.class);

  static final String FILE = "desk.sock";
  static final String PUMPS = "io.pumpbridge.model.pump.PumpDesk";

  /** People at terminals; one more waits until another leaves. */
  private static final int MAX_CLIENTS = 8;

  /** A site package of 256 KiB in base64; everything else is a few words. */
  private static final int MAX_QUESTION = 400_000;

  /** About half a minute of four pumps; a terminal that reads slower loses lines and is told so. */
  private static final int MAX_WAITING_LINES = 1_000;

  /** The kernel's limit for the path of a Unix socket (unix(7): 108 bytes with the final zero). */
  private static final int MAX_PATH = 107;

  /** How often a silent watcher is looked at, to notice that it has gone. */
  private static final long LOOK_S = 1;

  private final ServerSocketChannel server;
  private final Path path;
  private final Desk desk;
  private final BridgeFramework bridge;
  private final Saving saving;
  private final AtomicReference<LastDrain> draining = new AtomicReference<>();
  private final Semaphore room = new Semaphore(MAX_CLIENTS);

  /** Makes what the agent is asked to sign; only the agent has the key. */
  public interface Saving {
    byte[] backup(Farewell signer) throws LaunchException;
  }

  private DeskSocket(ServerSocketChannel server, Path path, BridgeFramework bridge, Saving saving) {
    this.saving = saving;
    this.server = server;
    this.path = path;
    this.bridge = bridge;
    this.desk = new Desk(bridge);
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
    thread("desk", socket::accept).start();
    return socket;
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    try {
      while (server.isOpen()) {
        room.acquire();
        SocketChannel client = server.accept();
        thread("desk client", () -> serve(client)).start();
      }
    } catch (IOException e) {
      log.debug("the desk is closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      Map<String, Object> question = JSON.std.mapFrom(question(client));
      String port = String.valueOf(question.getOrDefault("port", ""));
      switch (String.valueOf(question.get("call"))) {
        case "list" -> say(client, String.valueOf(desk.call(PUMPS, "list")));
        case "watch" -> watch(client, port);
        case "drain" -> drain(client, question);
        case "leave" -> leave(client);
        case "backup" -> backup(client);
        case "site-show" -> say(client, json(desk.call(GatewaySite.PORT, "showSite")));
        case "site-install" -> say(client, json(installSite(question)));
        case "library-status" -> say(client, json(desk.call(GatewayLibrary.PORT, "status")));
        case "renew" -> say(client, renew());
        case "clock" -> say(client, JSON.std.asString(clock(question)));
        default -> say(client, "{\"what\":\"refused\",\"reason\":\"unknown call\"}");
      }
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

  private Object installSite(Map<String, Object> question) throws IOException, LaunchException {
    try {
      byte[] signed = Base64.getDecoder().decode(String.valueOf(question.get("signed")));
      String code = String.valueOf(question.getOrDefault("code", ""));
      return desk.call(GatewaySite.PORT, "installSite", signed, code);
    } catch (IllegalArgumentException e) {
      throw new IOException("the question holds no base64", e);
    }
  }

  private static String json(Object answer) throws IOException {
    return JSON.std.asString(Answers.map(answer));
  }

  /**
   * It takes no argument, and asks only the configured server: who asks cannot lead it elsewhere.
   */
  private String renew() throws IOException {
    try {
      return JSON.std.asString(GatewayEnrolment.ask(desk, "renew"));
    } catch (LaunchException refused) {
      String reason = String.valueOf(refused.getMessage());
      return JSON.std.asString(Map.of("refused", refused.code(), "reason", reason));
    }
  }

  /** The technician's questions; what is refused is said to whoever asked. */
  private Map<String, Object> clock(Map<String, Object> question) {
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      Object told =
          "reset".equals(question.get("method"))
              ? desk.call(
                  ClockDesk.PORT,
                  "reset",
                  String.valueOf(question.getOrDefault("to", "")),
                  String.valueOf(question.getOrDefault("why", "")))
              : desk.call(ClockDesk.PORT, "show");
      ((Map<?, ?>) told).forEach((name, value) -> answer.put(String.valueOf(name), value));
    } catch (LaunchException refused) {
      answer.put("code", refused.code());
      answer.put("reason", String.valueOf(refused.getMessage()));
    }
    return answer;
  }

  private static String question(SocketChannel client) throws IOException {
    Reader reader = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
    StringBuilder question = new StringBuilder();
    int c;
    while ((c = reader.read()) >= 0 && c != '\n') {
      if (question.length() == MAX_QUESTION) {
        throw new IOException("the question is too long");
      }
      question.append((char) c);
    }
    return question.toString();
  }

  private void watch(SocketChannel client, String port)
      throws IOException, LaunchException, InterruptedException {
    BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_WAITING_LINES);
    AtomicLong dropped = new AtomicLong();
    Consumer<String> listener =
        line -> {
          if (!lines.offer(line)) {
            dropped.incrementAndGet();
          }
        };
    AutoCloseable watching = (AutoCloseable) desk.call(PUMPS, "watch", port, listener);
    try {
      while (server.isOpen()) {
        String line = lines.poll(LOOK_S, TimeUnit.SECONDS);
        say(client, line == null ? "{\"what\":\"nothing\"}" : line);
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          say(client, "{\"what\":\"dropped\",\"count\":" + lost + "}");
        }
      }
    } finally {
      close(watching);
    }
  }

  /** Until somebody says {@code leave}; if whoever asked hangs up before, all is as it was. */
  private void drain(SocketChannel client, Map<String, Object> question)
      throws IOException, LaunchException, InterruptedException {
    question.remove("call");
    LastDrain drain = new LastDrain(bridge);
    if (!draining.compareAndSet(null, drain)) {
      say(client, "{\"what\":\"refused\",\"reason\":\"somebody drains it already\"}");
      return;
    }
    try {
      drain.begin(question);
      while (server.isOpen() && draining.get() == drain) {
        say(client, JSON.std.asString(drain.standing()));
        TimeUnit.MILLISECONDS.sleep(LastDrain.LOOK_MS);
      }
    } finally {
      if (draining.compareAndSet(drain, null)) {
        drain.abandon();
      }
    }
  }

  private void backup(SocketChannel client) throws IOException {
    try {
      byte[] signed = saving.backup(new Farewell(bridge));
      say(client, "{\"signed\":\"" + Base64.getEncoder().encodeToString(signed) + "\"}");
    } catch (LaunchException e) {
      say(client, JSON.std.asString(Map.of("code", e.code(), "reason", e.problems().get(0))));
    }
  }

  private void leave(SocketChannel client) throws IOException {
    if (draining.getAndSet(null) == null) {
      say(client, "{\"what\":\"refused\",\"reason\":\"nobody drains it\"}");
      return;
    }
    say(client, "{\"what\":\"leaving\"}");
    log.info("the agent leaves, the gateway is to be wiped");
    thread("leave", bridge::close).start();
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

  private static void say(SocketChannel client, String lines) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines + "\n");
    while (bytes.hasRemaining()) {
      client.write(bytes);
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
