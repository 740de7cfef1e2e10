// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The drug library, at the pharmacist's desk. */
@Command(
    name = "library",
    mixinStandardHelpOptions = true,
    subcommands = {
      LibraryVerifyCommand.class,
      LibraryShowCommand.class,
      LibraryCheckCommand.class,
      LibraryLintCommand.class,
      LibraryDiffCommand.class,
      LibrarySignCommand.class,
      LibraryStatusCommand.class,
      LibraryImportCommand.class,
      LibraryExampleCommand.class
    },
    description = {
      "Works with drug libraries: documents that say what may run where, and how fast.",
      "A library is JSON; signed by an author and an approver it is a .p7m, and only that gets into"
          + " force on a gateway. 'library show --schema library' prints the document's schema."
    })
public final class LibraryCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Say which: lint, sign, verify, show, diff, check, status, import or example.");
  }
}
