// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The agent that runs with a state directory, asked through its {@link DeskSocket}. */
public final class RunningAgent {
  /** Who finds no room for a moment asks all the same, and then waits. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Path socket;

  private RunningAgent(Path socket) {
    this.socket = socket;
  }

  /**
   * Finds one; empty if none runs there.
   *
   * @throws LaunchException if only another user can tell
   */
  public static Optional<RunningAgent> find(Path state) throws LaunchException {
    OthersState.requireOwn(socket(state));
    return findAllowed(state);
  }

  /** Finds one; empty if none runs there, or not for this user. */
  public static Optional<RunningAgent> findAllowed(Path state) {
    Path socket = socket(state);
    if (!Files.exists(socket)) {
      return Optional.empty();
    }
    try (SocketChannel channel = AskedAgent.connect(socket, LOOK)) {
      return channel.isConnected() ? Optional.of(new RunningAgent(socket)) : Optional.empty();
    } catch (SocketTimeoutException e) {
      return Optional.of(new RunningAgent(socket)); // there, though it lets nobody in
    } catch (IOException e) {
      return Optional.empty(); // left over from an agent that was killed
    }
  }

  private static Path socket(Path state) {
    return state.toAbsolutePath().normalize().resolve(DeskSocket.FILE);
  }

  /** What is plugged in, one entry per pump. */
  public List<Map<String, Object>> list() throws LaunchException {
    List<Map<String, Object>> entries = new ArrayList<>();
    try (AskedAgent asked = AskedAgent.ask(socket, Map.of("call", "list"), AskedAgent.USUAL)) {
      for (Optional<String> line = asked.line(); line.isPresent(); line = asked.line()) {
        if (!line.get().isBlank()) {
          entries.add(JSON.std.mapFrom(line.get()));
        }
      }
      return entries;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** How its trusted clock stands. */
  Map<String, Object> showClock() throws LaunchException {
    return agreed(Map.of("call", "clock", "method", "show"), AskedAgent.USUAL);
  }

  /** Sets the floor of its trusted clock; empty for the build date. */
  Map<String, Object> resetClock(String to, String why) throws LaunchException {
    return agreed(
        Map.of("call", "clock", "method", "reset", "to", to, "why", why), AskedAgent.USUAL);
  }

  /** What it hears on one port of its own; empty for all of them. */
  public PumpsHeard heard(String port) throws LaunchException {
    try {
      return new HeardLines(
          AskedAgent.ask(socket, Map.of("call", "watch", "port", port), AskedAgent.LIVELY));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Has it sign a backup of its configuration. */
  public SavedConfiguration backup() throws LaunchException {
    Map<String, Object> answer = answer(Map.of("call", "backup"), AskedAgent.LONG);
    return SavedConfiguration.from(answer)
        .orElseThrow(
            () ->
                new LaunchException(
                    LaunchException.Fault.DEVICE,
                    String.valueOf(answer.getOrDefault("code", "backup-failed")),
                    String.valueOf(
                        answer.getOrDefault("reason", "The running agent made no backup."))));
  }

  /** Who it is and whom it trusts. */
  Map<String, Object> showTrust() throws LaunchException {
    return answer(Map.of("call", "trust-show"), AskedAgent.USUAL);
  }

  /** Whom it trusts. */
  Map<String, Object> showSite() throws LaunchException {
    return answer(Map.of("call", "site-show"), AskedAgent.USUAL);
  }

  /** Hands it a site package; empty code for none. */
  Map<String, Object> installSite(byte[] signed, String code) throws LaunchException {
    String base64 = Base64.getEncoder().encodeToString(signed);
    return answer(Map.of("call", "site-install", "signed", base64, "code", code), AskedAgent.LONG);
  }

  /** Which drug library is in force where, and why not. */
  Map<String, Object> libraryStatus() throws LaunchException {
    return answer(Map.of("call", "library-status"), AskedAgent.USUAL);
  }

  /** Has it get the next certificate. */
  public Map<String, Object> renew() throws LaunchException {
    Map<String, Object> told = answer(Map.of("call", "renew"), AskedAgent.LONG);
    if (told.get("refused") instanceof String code) {
      throw GatewayEnrolment.refusal(code, List.of(String.valueOf(told.get("reason"))));
    }
    return told;
  }

  /** Its answer, unless it refuses. */
  private Map<String, Object> agreed(Map<String, String> question, Duration silence)
      throws LaunchException {
    Map<String, Object> answer = answer(question, silence);
    if (answer.containsKey("code")) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          String.valueOf(answer.get("code")),
          String.valueOf(answer.get("reason")));
    }
    return answer;
  }

  private Map<String, Object> answer(Map<String, String> question, Duration silence)
      throws LaunchException {
    try (AskedAgent asked = AskedAgent.ask(socket, question, silence)) {
      return JSON.std.mapFrom(
          asked
              .line()
              .orElseThrow(() -> new IOException("it said nothing; its log has the reason")));
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
      return new AskedDraining(socket, AskedAgent.ask(socket, question, AskedDraining.WORD_LIMIT));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Has it tell its journal; it goes on writing. */
  public ToldJournal journal() throws LaunchException {
    try {
      return new ToldJournal(AskedAgent.ask(socket, Map.of("call", "journal"), AskedAgent.USUAL));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** How much its journal holds. */
  public Map<String, Object> journalStatistics() throws LaunchException {
    return agreed(Map.of("call", "journal-statistics"), AskedAgent.USUAL);
  }

  /** Has it make a certificate request, PEM; a key is made if none waits. */
  public String request() throws LaunchException {
    return String.valueOf(agreed(Map.of("call", "request"), AskedAgent.LONG).get("request"));
  }

  /** Hands it the certificate that came back; it shows it from its next connection on. */
  public void install(String pem) throws LaunchException {
    Map<String, Object> unused =
        agreed(Map.of("call", "install", "certificate", pem), AskedAgent.LONG);
  }

  /** Names of its keys in a token; empty if its keys are files. */
  public List<String> keysInToken() throws LaunchException {
    return agreed(Map.of("call", "token-keys"), AskedAgent.LONG).get("keys") instanceof List<?> keys
        ? keys.stream().map(String::valueOf).toList()
        : List.of();
  }

  static LaunchException lost(IOException e) {
    return new LaunchException(
        LaunchException.Fault.DEVICE,
        "agent-lost",
        "The running agent does not answer any more: " + e.getMessage() + ".");
  }
}
