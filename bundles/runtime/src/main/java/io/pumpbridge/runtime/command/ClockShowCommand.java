// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.GatewayClock;
import io.pumpbridge.runtime.launch.LaunchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How the clock stands. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Says what time it is for this gateway, and how good that is: synchronised (a time service"
          + " vouches for it), holdover (the clock runs on its own) or floor (the clock stands in"
          + " the past; it is at least so late).",
      "Asks the running agent, or reads the state directory if none runs."
    })
public final class ClockShowCommand implements Callable<Integer> {
  @Mixin private Directories directories = new Directories();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "clock");
    }
    GatewayClock clock = new GatewayClock(directories.config, directories.state);
    new Answering(spec, directories.json).tell(clock.show(), ClockShowCommand::text);
    return 0;
  }

  static List<String> text(Map<String, Object> answer) {
    List<String> lines = new ArrayList<>();
    lines.add("time       " + answer.get("time") + "  " + answer.get("quality"));
    lines.add("machine    " + answer.get("machine"));
    lines.add("kept by    " + service(answer));
    lines.add("floor      " + answer.get("floor"));
    lines.add("built      " + answer.get("built"));
    if (answer.get("waiting_resets") instanceof Number waiting && waiting.intValue() > 0) {
      lines.add(waiting + " resets of the floor wait for the agent's audit trail.");
    }
    return lines;
  }

  /** Who vouches for the machine's clock, or what those said who do not. */
  private static String service(Map<String, Object> answer) {
    Object vouching = answer.get("time_service");
    if (!"none".equals(vouching)) {
      Object most = answer.get("max_error_ms");
      return vouching + (most == null ? "" : ", wrong by " + most + " ms at most");
    }
    String asked =
        answer.get("time_services") instanceof Map<?, ?> said
            ? said.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.joining(", "))
            : "";
    return "nobody" + (asked.isEmpty() ? "" : " (" + asked + ")");
  }
}
