// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.backup.Restorer;
import io.pumpbridge.runtime.launch.Caretaker;
import io.pumpbridge.runtime.launch.FileFailure;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.Settings;
import io.pumpbridge.runtime.launch.ShippedBundles;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.nio.file.Files;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A backup back in place, here or on the gateway that replaces another. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Brings back what 'pump-bridge backup' saved, while no agent runs. The signer must be a"
          + " gateway of this hospital by the anchors that are here; this gateway keeps its own id"
          + " and its own key.",
      "Look first with --dry-run. It is all put in place, or nothing; --undo takes the last one"
          + " back.",
      "A gateway without a configuration: --gateway-id, --hospital and --anchors say who it is."
    })
public final class RestoreCommand implements Callable<Integer> {
  @Mixin private Directories directories = new Directories();

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The backup.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--dry-run", description = "Only say what would change.")
  private boolean dryRun;

  @Option(names = "--gateway-id", paramLabel = "ID", description = "Of a new gateway.")
  private Optional<String> gateway = Optional.empty();

  @Option(names = "--hospital", paramLabel = "NAME", description = "Of a new gateway.")
  private Optional<String> hospital = Optional.empty();

  @Option(
      names = "--anchors",
      paramLabel = "DIR",
      description = "Whom a new gateway trusts: server/*.pem and signers/*.pem, from the hospital.")
  private Optional<Path> anchors = Optional.empty();

  @Option(
      names = "--take-anchors",
      description = "Also trust authorities of the backup that are not trusted here yet.")
  private boolean takeAnchors;

  @Option(names = "--undo", description = "Take the last restore back.")
  private boolean undo;

  @Option(names = "--finish", description = "Complete a restore that a power cut ended.")
  private boolean finish;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "restore");
    }
    int wishes = (file.isPresent() ? 1 : 0) + (undo ? 1 : 0) + (finish ? 1 : 0);
    if (wishes != 1) {
      throw new LaunchException(
          Fault.USAGE, "usage", "Say one of: the backup's FILE, --undo, --finish.");
    }
    if (dryRun && file.isPresent() && !StateDirectory.isInUse(directories.state)) {
      tell(propose(Restorer.looking(directories.config, directories.state)));
      return 0; // nothing is made where nothing is changed
    }
    FileFailure.requireFolder(directories.config);
    if (finish) {
      return finish();
    }
    try (StateDirectory state = StateDirectory.take(directories.state)) {
      Restorer restorer = new Restorer(directories.config, state);
      if (undo) {
        return undo(state, restorer);
      }
      Restorer.Proposal proposal = propose(restorer);
      tell(proposal);
      if (dryRun) {
        return 0;
      }
      restorer.restore();
      done(true, proposal.changes());
      record(state, restorer);
      say("Restored. If this gateway has no certificate yet, go on with 'pump-bridge provision'.");
      return 0;
    }
  }

  private Restorer.Proposal propose(Restorer restorer)
      throws LaunchException, InterruptedException {
    return restorer.propose(
        file.orElseThrow(), new Restorer.Newcomer(gateway, hospital, anchors), takeAnchors);
  }

  private int finish() throws LaunchException, InterruptedException {
    try (StateDirectory state = StateDirectory.takeToWipe(directories.state)) {
      Restorer restorer = new Restorer(directories.config, state);
      boolean begun = restorer.finish();
      done(begun, List.of());
      if (begun) {
        record(state, restorer);
      }
      say(begun ? "The restore is complete now." : "There was nothing to complete.");
      return 0;
    }
  }

  private int undo(StateDirectory state, Restorer restorer)
      throws LaunchException, InterruptedException {
    List<String> changes = restorer.undo();
    done(!changes.isEmpty(), changes);
    changes.forEach(this::say);
    if (!changes.isEmpty()) {
      record(state, restorer);
    }
    say(changes.isEmpty() ? "There is nothing to take back." : "The last restore is taken back.");
    return changes.isEmpty() ? 1 : 0;
  }

  /**
   * In the audit lane; the server learns of it as soon as the agent runs. A gateway whose first
   * configuration was taken back has no trail.
   */
  private void record(StateDirectory state, Restorer restorer)
      throws LaunchException, InterruptedException {
    if (!Files.exists(directories.config.resolve(Settings.FILE))) {
      return;
    }
    try (Caretaker caretaker =
        Caretaker.start(state, directories.config, ShippedBundles.ofThisProduct(), false)) {
      caretaker.farewell().say("CONFIGURATION_RESTORED", restorer.trail());
    } catch (LaunchException e) {
      throw new LaunchException(
          Fault.DEVICE,
          "restore-unrecorded",
          "The files are in place, but the audit trail could not be told: " + e.getMessage());
    }
  }

  private void tell(Restorer.Proposal proposal) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("from", proposal.from());
    told.put("made", proposal.made());
    told.put("changes", proposal.changes());
    told.put("notes", proposal.notes());
    told.put("dry_run", dryRun);
    answering().tell(told, answer -> text(proposal));
  }

  private static List<String> text(Restorer.Proposal proposal) {
    List<String> lines = new ArrayList<>();
    lines.add("A backup of " + proposal.from() + ", made at " + proposal.made() + ".");
    lines.addAll(proposal.changes());
    lines.addAll(proposal.notes());
    lines.add(
        "Associations are never in a backup: have the order system send them to this gateway.");
    if (proposal.changes().isEmpty()) {
      lines.add("Nothing changes.");
    }
    return lines;
  }

  /** The last line for programs: whether anything was put in place. */
  private void done(boolean done, List<String> changes) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("done", done);
    told.put("changes", changes);
    answering().give(told);
  }

  private void say(String sentence) {
    answering().say(sentence);
  }

  private Answering answering() {
    return new Answering(spec, directories.json);
  }
}
