// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.GatewayLibrary;
import io.pumpbridge.runtime.launch.LaunchException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Which library is in force on this gateway, for which pump, and why not. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Tells which drug library this gateway judges by, since when and by whom it is signed, and for"
          + " each pump whether it is on it, or why not; with or without a running agent.",
      "In force means that the bridge judges by it; the pump itself may hold another one.",
      "Exit code 1 if no library is in force, or a pump is not on the newest."
    },
    footer = {"", "The codes are explained in bundles/druglibrary/README.md."})
public final class LibraryStatusCommand implements Callable<Integer> {
  @Mixin private Directories directories = new Directories();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "library-status");
    }
    Map<String, Object> answer = new GatewayLibrary(directories.config, directories.state).status();
    new Answering(spec, directories.json).tell(answer, LibraryStatusText::describe);
    return answer.containsKey("in_force") && LibraryStatusText.isEveryPumpOnNewest(answer) ? 0 : 1;
  }
}
