// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.FreePort;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.PumpsHeard;
import io.pumpbridge.runtime.launch.RunningAgent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** One port, heard through the agent that holds it, or directly if none does. */
final class PumpPort {

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
      defaultValue = "all",
      description =
          "Protocol families to try on a free port (default: all but those for the bench, which"
              + " must be named).")
  List<String> families = List.of("all");

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
        && agent.get().list().stream().anyMatch(entry -> port.equals(entry.get("port")))) {
      return agent.get().heard(port);
    }
    return FreePort.open(port, families);
  }
}
