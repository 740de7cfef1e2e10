// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.backup.BackupMaker;
import io.pumpbridge.runtime.launch.Caretaker;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.RunningAgent;
import io.pumpbridge.runtime.launch.SavedConfiguration;
import io.pumpbridge.runtime.launch.ShippedBundles;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the site has set, in one signed file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Saves the configuration, the anchors, the site's device profiles, the drug library in force"
          + " and which pump was on which port, signed with this gateway's key.",
      "No key, no credential and nothing of a patient is in it. A running agent goes on."
    },
    footer = {
      "",
      "Verify it: openssl cms -verify -inform DER -in FILE -CAfile ROOT.pem -purpose any"
    })
public final class BackupCommand implements Callable<Integer> {
  @Mixin private Directories directories = new Directories();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where it is written; replaces an earlier one.")
  private Path out = Path.of("");

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "backup");
    }
    SavedConfiguration saved = make();
    byte[] signed = saved.signed();
    new WholeFile(out, true).write(signed);
    new Answering(spec, directories.json)
        .tell(told(signed.length, saved.leftOut()), told -> text(saved.leftOut()));
    return 0;
  }

  private Map<String, Object> told(int bytes, List<String> leftOut) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("done", true);
    told.put("file", out.toString());
    told.put("bytes", bytes);
    told.put("left_out", leftOut);
    return told;
  }

  /** What is missing is said now: once the backup is needed it may be too late. */
  private List<String> text(List<String> leftOut) {
    List<String> lines = new ArrayList<>();
    lines.add("The backup is " + out + "; keep it where it outlives this gateway.");
    leftOut.forEach(what -> lines.add("Not in the backup: " + what + "."));
    return lines;
  }

  private SavedConfiguration make() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(directories.state);
    if (agent.isPresent()) {
      return agent.get().backup();
    }
    StateDirectory.requireThere(directories.state);
    Path config = directories.config.toAbsolutePath().normalize();
    try (StateDirectory state = StateDirectory.take(directories.state);
        Caretaker caretaker =
            Caretaker.start(state, config, ShippedBundles.ofThisProduct(), false)) {
      return BackupMaker.make(config, state.path(), caretaker.farewell());
    }
  }
}
