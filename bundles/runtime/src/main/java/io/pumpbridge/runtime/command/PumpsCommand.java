// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What has to do with pumps. */
@Command(
    name = "pumps",
    mixinStandardHelpOptions = true,
    subcommands = {
      PumpsProbeCommand.class,
      PumpsWatchCommand.class,
      PumpsListCommand.class,
      PumpsLintCommand.class,
      PumpsSimulateCommand.class
    },
    description =
        "Finds pumps, shows what they say, and lists what is plugged in: only looks. Checks device"
            + " profiles. Simulates a pump.")
public final class PumpsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say which: probe, watch, list, lint or simulate.");
  }
}
