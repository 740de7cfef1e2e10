// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.RunningAgent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the running agent follows. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the ports of the running agent and the pumps it follows there.",
      "Without a running agent, look at one port with 'pump-bridge pumps probe --port PATH'."
    })
public final class PumpsListCommand implements Callable<Integer> {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = Directories.DEFAULT_STATE,
      description = "The agent's state directory (default: ${DEFAULT-VALUE}).")
  private Path state = Path.of(Directories.DEFAULT_STATE);

  @Option(names = "--json", description = "One JSON object a line, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException {
    if (schema.isWanted()) {
      return schema.print(spec, "pumps-list");
    }
    List<Map<String, Object>> entries =
        RunningAgent.find(state)
            .orElseThrow(
                () ->
                    new LaunchException(
                        LaunchException.Fault.DEVICE,
                        "agent-not-running",
                        "No agent runs with the state directory "
                            + state
                            + "; start it with 'pump-bridge run', or look at one port with"
                            + " 'pump-bridge pumps probe --port PATH'."))
            .list();
    Answering answering = new Answering(spec, json);
    for (Map<String, Object> entry : entries) {
      answering.tell(entry, told -> List.of(text(told)));
    }
    if (entries.isEmpty()) {
      answering.say("No port is there; plug an adapter in, or look at the configured ports.");
    }
    return 0;
  }

  private static String text(Map<String, Object> entry) {
    String what =
        !entry.containsKey("protocol")
            ? "no pump found yet"
            : PumpText.who(entry) + (Boolean.TRUE.equals(entry.get("following")) ? "" : ", lost");
    return entry.get("port") + "  " + what;
  }
}
