// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LibraryDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Something to begin with. */
@Command(
    name = "example",
    mixinStandardHelpOptions = true,
    description = {
      "Prints an example library with everything that one can hold: to learn the format, to try the"
          + " other commands. Not for clinical use: concentrations are from public sources, limits"
          + " are made up."
    })
public final class LibraryExampleCommand implements Callable<Integer> {
  @Option(names = "--csv", description = "Print the table that it was made of.")
  private boolean csv;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    try (TemporaryBridge bridge = TemporaryBridge.forLibraries()) {
      spec.commandLine().getOut().print(new LibraryDesk(bridge).example(csv ? "csv" : "json"));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
