// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.FreePort;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.PumpsHeard;
import io.pumpbridge.runtime.launch.RunningAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** One port, heard through the agent that holds it, or directly if none does. */
final class PumpPort {
  private static final long MAX_PROFILE_BYTES = 1_048_576;

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
    Optional<RunningAgent> agent = RunningAgent.find(state);
    if (agent.isPresent()
        && profile.isEmpty()
        && agent.get().list().stream().anyMatch(entry -> port.equals(entry.get("port")))) {
      return agent.get().heard(port);
    }
    return FreePort.open(port, new FreePort.How(tried(), lines, profile));
  }

  private List<String> tried() throws LaunchException {
    if (!families.isEmpty()) {
      return families;
    }
    return profile.isPresent() ? List.of(protocolOf(profile.get())) : List.of("all");
  }

  /** Only its name is read here; whether the profile is sound, its own reader says. */
  private static String protocolOf(Path profile) throws LaunchException {
    try {
      if (Files.size(profile) <= MAX_PROFILE_BYTES
          && JSON.std.anyFrom(Files.readString(profile)) instanceof Map<?, ?> document
          && document.get("protocol") instanceof String protocol) {
        return protocol;
      }
    } catch (IOException e) {
      throw unusable(profile, Files.exists(profile) ? "it is no JSON" : "it is not there");
    }
    throw unusable(profile, "it names no protocol");
  }

  private static LaunchException unusable(Path profile, String why) {
    return new LaunchException(
        LaunchException.Fault.USAGE,
        "profile-unusable",
        "The device profile "
            + profile
            + " cannot be used: "
            + why
            + "; 'pump-bridge pumps lint FILE' says all that is wrong.");
  }
}
