// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the bridge has written down. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    subcommands = {
      JournalExportCommand.class,
      JournalVerifyCommand.class,
      JournalStatsCommand.class,
      JournalRescueCommand.class
    },
    description = "Reads the event journal out, and proves that nothing in it was changed.")
public final class JournalCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say which: export, verify, stats or rescue.");
  }
}
