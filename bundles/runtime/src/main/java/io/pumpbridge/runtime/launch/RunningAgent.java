// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The agent that runs with a state directory, asked through its {@link DeskSocket}. */
public final class RunningAgent {
  /** It stops following pumps and stores an event before its first word. */
  private static final long DRAIN_WORD_LIMIT_S = 60;

  private final Path socket;

  private RunningAgent(Path socket) {
    this.socket = socket;
  }

  /** Finds one; empty if none runs there, or not for this user. */
  public static Optional<RunningAgent> find(Path state) {
    Path socket = state.toAbsolutePath().normalize().resolve(DeskSocket.FILE);
    if (!Files.exists(socket)) {
      return Optional.empty();
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected() ? Optional.of(new RunningAgent(socket)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // left over from an agent that was killed
    }
  }

  /** What is plugged in, one entry per pump. */
  public List<Map<String, Object>> list() throws LaunchException {
    List<Map<String, Object>> entries = new ArrayList<>();
    try (SocketChannel channel = ask(Map.of("call", "list"))) {
      BufferedReader reader = reader(channel);
      String line;
      while ((line = reader.readLine()) != null) {
        if (!line.isBlank()) {
          entries.add(JSON.std.mapFrom(line));
        }
      }
      return entries;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Asks for its trusted clock, or sets its floor: {@code reset}, to when, why. */
  Map<String, Object> clock(String method, String... arguments) throws LaunchException {
    Map<String, String> question = new LinkedHashMap<>(Map.of("call", "clock", "method", method));
    if (arguments.length == 2) {
      question.put("to", arguments[0]);
      question.put("why", arguments[1]);
    }
    try (SocketChannel channel = ask(question)) {
      String line = reader(channel).readLine();
      if (line == null) {
        throw new IOException("it has hung up");
      }
      Map<String, Object> answer = JSON.std.mapFrom(line);
      if (answer.containsKey("code")) {
        throw new LaunchException(
            LaunchException.Fault.USAGE,
            String.valueOf(answer.get("code")),
            String.valueOf(answer.get("reason")));
      }
      return answer;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** What it hears on one port of its own; empty for all of them. */
  public PumpsHeard heard(String port) throws LaunchException {
    try {
      return new Heard(ask(Map.of("call", "watch", "port", port)));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Has it sign a backup of its configuration. */
  public byte[] backup() throws LaunchException {
    Map<String, Object> answer = answer(Map.of("call", "backup"));
    if (answer.get("signed") instanceof String signed) {
      return Base64.getDecoder().decode(signed);
    }
    throw new LaunchException(
        LaunchException.Fault.DEVICE,
        String.valueOf(answer.getOrDefault("code", "backup-failed")),
        String.valueOf(answer.getOrDefault("reason", "The running agent made no backup.")));
  }

  /** Whom it trusts. */
  Map<String, Object> showSite() throws LaunchException {
    return answer(Map.of("call", "site-show"));
  }

  /** Hands it a site package; empty code for none. */
  Map<String, Object> installSite(byte[] signed, String code) throws LaunchException {
    String base64 = Base64.getEncoder().encodeToString(signed);
    return answer(Map.of("call", "site-install", "signed", base64, "code", code));
  }

  /** Which drug library is in force where, and why not. */
  Map<String, Object> libraryStatus() throws LaunchException {
    return answer(Map.of("call", "library-status"));
  }

  /** Has it get the next certificate. */
  public Map<String, Object> renew() throws LaunchException {
    Map<String, Object> told = answer(Map.of("call", "renew"));
    if (told.get("refused") instanceof String code) {
      throw GatewayEnrolment.refusal(code, List.of(String.valueOf(told.get("reason"))));
    }
    return told;
  }

  private Map<String, Object> answer(Map<String, String> question) throws LaunchException {
    try (SocketChannel channel = ask(question)) {
      String line = reader(channel).readLine();
      if (line == null) {
        throw new IOException("it said nothing; its log has the reason");
      }
      return JSON.std.mapFrom(line);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /**
   * Asks it to take nothing new. Whoever closes what comes back without {@link Draining#leave} lets
   * it go on as before.
   */
  public Draining drain(Map<String, String> why) throws LaunchException {
    Map<String, String> question = new LinkedHashMap<>(why);
    question.put("call", "drain");
    try {
      return new AskedDraining(this, ask(question));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** The agent hears by itself when whoever drains has gone: its next word reaches nobody. */
  private static final class AskedDraining implements Draining {
    private static final String GONE = "gone";

    private final RunningAgent agent;
    private final PumpsHeard heard;
    private final BlockingQueue<Map<String, Object>> told = new LinkedBlockingQueue<>();

    AskedDraining(RunningAgent agent, SocketChannel channel) {
      this.agent = agent;
      this.heard = new Heard(channel);
      new Heard(channel).watch(told::add);
    }

    @Override
    public Map<String, Object> standing() throws LaunchException {
      Map<String, Object> newest = Map.of("what", GONE);
      try {
        Map<String, Object> next = told.poll(DRAIN_WORD_LIMIT_S, TimeUnit.SECONDS);
        while (next != null) {
          newest = next;
          next = told.poll();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!"draining".equals(newest.get("what"))) {
        throw new LaunchException(
            LaunchException.Fault.DEVICE,
            "drain-failed",
            "The running agent does not drain: "
                + newest.getOrDefault("reason", "its log says why")
                + ".");
      }
      return newest;
    }

    @Override
    public void leave() throws LaunchException {
      try (SocketChannel leaving = agent.ask(Map.of("call", "leave"))) {
        String line = reader(leaving).readLine();
        if (line == null || !"leaving".equals(JSON.std.mapFrom(line).get("what"))) {
          throw new IOException("it does not leave");
        }
      } catch (IOException e) {
        throw lost(e);
      }
    }

    @Override
    public void close() {
      heard.close();
    }
  }

  private SocketChannel ask(Map<String, String> question) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    ByteBuffer line = StandardCharsets.UTF_8.encode(JSON.std.asString(question) + "\n");
    while (line.hasRemaining()) {
      channel.write(line);
    }
    return channel;
  }

  private static BufferedReader reader(SocketChannel channel) {
    return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  private static LaunchException lost(IOException e) {
    return new LaunchException(
        LaunchException.Fault.DEVICE,
        "agent-lost",
        "The running agent does not answer any more: " + e.getMessage() + ".");
  }

  private record Heard(SocketChannel channel) implements PumpsHeard {
    @Override
    public void watch(Consumer<Map<String, Object>> lines) {
      Thread thread = new Thread(() -> read(lines), "agent");
      thread.setDaemon(true);
      thread.start();
    }

    private void read(Consumer<Map<String, Object>> lines) {
      try {
        BufferedReader reader = reader(channel);
        String line;
        while ((line = reader.readLine()) != null) {
          lines.accept(JSON.std.mapFrom(line));
        }
        lines.accept(Map.of("what", "end"));
      } catch (IOException e) {
        lines.accept(Map.of("what", "end"));
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new IllegalStateException("a local socket can always be closed", e);
      }
    }
  }
}
