// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.GatewayClock;
import io.pumpbridge.runtime.launch.LaunchException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sets the clock's floor. */
@Command(
    name = "reset",
    mixinStandardHelpOptions = true,
    description = {
      "Sets the floor of this gateway's clock, for example after a broken battery or a wrong date"
          + " made it too high, so that every certificate seems to have ended.",
      "Set the machine's own clock right first: a clock that runs ahead lifts the floor again. Not"
          + " before the date this software was built, at most ten years after it.",
      "The audit trail is told when, from what, to what and why; if no agent runs, at its next"
          + " start."
    })
public final class ClockResetCommand implements Callable<Integer> {
  @Mixin private Directories directories = new Directories();

  @ArgGroup(multiplicity = "1")
  private Target target = new Target();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "For the audit trail, 1 to 200 characters; no patient's name.")
  private String reason = "";

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** One of the two. */
  static final class Target {
    @Option(
        names = "--to",
        paramLabel = "TIME",
        description = "The time that it is at least, in UTC, for example 2026-06-01T12:00:00Z.")
    String time = "";

    @Option(names = "--to-build", description = "To the date this software was built.")
    boolean build;
  }

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "clock");
    }
    if (!target.build && target.time.isBlank()) {
      throw new LaunchException(
          LaunchException.Fault.USAGE, "clock-reset-invalid", "--to needs a time.");
    }
    GatewayClock clock = new GatewayClock(directories.config, directories.state);
    new Answering(spec, directories.json)
        .tell(clock.reset(target.time, reason), ClockShowCommand::text);
    return 0;
  }
}
