// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The agent that runs with a state directory, asked through its {@link DeskSocket}. */
public final class RunningAgent {
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

  private SocketChannel ask(Map<String, String> question) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    channel.write(StandardCharsets.UTF_8.encode(JSON.std.asString(question) + "\n"));
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
