// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What has to do with many gateways at once. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    subcommands = {FleetSimulateCommand.class},
    description = "Plays many gateways at once, to see what a broker bears.")
public final class FleetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say which: simulate.");
  }
}
