// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LibraryDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Option(
      names = "--json",
      description = "Complain in JSON too; the library is a JSON document unless --csv is said.")
  @SuppressWarnings("UnusedVariable") // Failure looks for the word itself
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    try (TemporaryBridge bridge = TemporaryBridge.forLibraries()) {
      LibraryDesk desk = new LibraryDesk(bridge);
      if (schema.isWanted()) {
        return schema.printDocument(spec, desk.schema("library"));
      }
      spec.commandLine().getOut().print(desk.example(csv ? "csv" : "json"));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }
}
