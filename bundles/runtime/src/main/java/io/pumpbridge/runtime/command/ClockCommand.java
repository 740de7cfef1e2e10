// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What has to do with the trusted clock. */
@Command(
    name = "clock",
    mixinStandardHelpOptions = true,
    subcommands = {ClockShowCommand.class, ClockResetCommand.class},
    description = {
      "The time by which this gateway judges certificates, and its floor: the earliest that it can"
          + " be, by all that was ever heard.",
    })
public final class ClockCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say which: show or reset.");
  }
}
