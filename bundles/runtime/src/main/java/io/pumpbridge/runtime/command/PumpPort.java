// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.FreePort;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.ProfileFile;
import io.pumpbridge.runtime.launch.PumpsHeard;
import io.pumpbridge.runtime.launch.RunningAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** One port, heard through the agent that holds it, or directly if none does. */
final class PumpPort {
  /** An address with colons stands in brackets. */
  private static final Pattern TCP =
      Pattern.compile("tcp:(?:\\[[^\\[\\]\\s]+]|[^:\\[\\]\\s]+):(0*[1-9][0-9]{0,4})");

  private static final int MAX_TCP_PORT = 65_535;

  /** The agent's ports may be patterns. */
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  @Option(
      names = "--port",
      required = true,
      paramLabel = "PATH|tcp:HOST:PORT",
      description = "The pump's port, for example /dev/ttyUSB0.")
  String port = "";

  @Option(
      names = "--families",
      split = ",",
      paramLabel = "FAMILY",
      description =
          "Protocol families to try on a free port (default: all but those for the bench, which"
              + " must be named).")
  List<String> families = List.of();

  @Option(
      names = "--line",
      paramLabel = "FAMILY=BAUD 8N1",
      description =
          "How the line of a family is set, where it is not its profile's, for example"
              + " 'graseby=9600 8N1'.")
  List<String> lines = List.of();

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Listen by this device profile, for trying a new one: on a free port only, no signature"
              + " needed. Its protocol alone is tried unless --families says otherwise.")
  Optional<Path> profile = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = Directories.DEFAULT_STATE,
      description =
          "State directory of the agent that may hold the port (default: ${DEFAULT-VALUE}).")
  Path state = Path.of(Directories.DEFAULT_STATE);

  PumpsHeard open() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.findAllowed(state);
    if (agent.isPresent()
        && profile.isEmpty()
        && agent.get().list().stream().anyMatch(entry -> port.equals(entry.get("port")))) {
      return agent.get().heard(port);
    }
    requirePort();
    Optional<ProfileFile> tried =
        profile.isPresent() ? Optional.of(ProfileFile.read(profile.get())) : Optional.empty();
    return FreePort.open(port, new FreePort.How(families(tried), lines, tried));
  }

  /** Whoever has gone says nothing about a pump, neither that it is there nor that it is not. */
  static void requireMore(Map<String, Object> line) throws LaunchException {
    if ("end".equals(line.get("what"))) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "agent-lost",
          line.containsKey("reason")
              ? "The agent that holds the port does not answer any more: "
                  + line.get("reason")
                  + "."
              : "The agent that holds the port has stopped before it was done.");
    }
  }

  /** What the port is called is for the agent to know; a port of our own must be one. */
  private void requirePort() throws LaunchException {
    Matcher tcp = TCP.matcher(port);
    boolean listens = tcp.matches() && Integer.parseInt(tcp.group(1)) <= MAX_TCP_PORT;
    if (!listens && !port.startsWith("/")) {
      throw new LaunchException(
          LaunchException.Fault.USAGE,
          "port-invalid",
          "A port is written as an absolute path or tcp:HOST:PORT, not '" + port + "'.");
    }
  }

  /** Whether it is a path at which nothing is. */
  boolean isMissing() {
    return port.startsWith("/") && !GLOB.matcher(port).find() && !Files.exists(Path.of(port));
  }

  private List<String> families(Optional<ProfileFile> tried) throws LaunchException {
    if (!families.isEmpty()) {
      return families;
    }
    return List.of(tried.isPresent() ? tried.get().protocol() : "all");
  }
}
