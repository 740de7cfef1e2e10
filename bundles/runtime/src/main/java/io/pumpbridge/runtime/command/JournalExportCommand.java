// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.JournalDesk;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.RunningAgent;
import io.pumpbridge.runtime.launch.ToldJournal;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Every stored record as a line. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Prints every stored record as one JSON object a line, lane by lane. The journal stays as it"
          + " is. A running agent tells what it has, and goes on.",
      "Without its field \"hash\", and written canonically (RFC 8785), a line has that SHA-256;"
          + " \"prev\" is the hash of the record before it."
    })
public final class JournalExportCommand implements Callable<Integer> {
  @Mixin private Directories directories = new Directories();

  @Option(names = "--jsonl", description = "One JSON object a line; the only form there is.")
  private boolean jsonLines;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "journal-export");
    }
    if (!jsonLines) {
      throw new ParameterException(
          spec.commandLine(), "Say --jsonl: there is no other form to export in.");
    }
    PrintWriter out = spec.commandLine().getOut();
    Optional<RunningAgent> agent = RunningAgent.find(directories.state);
    int closed =
        agent.isPresent()
            ? told(agent.get(), out)
            : JournalDesk.over(
                directories.state,
                directories.config,
                desk -> desk.export(directories.state, out::println));
    out.flush();
    if (closed > 0) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "records-do-not-open",
          closed
              + " records do not open and are left out; 'pump-bridge journal verify' names them.");
    }
    return 0;
  }

  /** How many records do not open. */
  private static int told(RunningAgent agent, PrintWriter out) throws LaunchException {
    int closed = 0;
    try (ToldJournal lines = agent.journal()) {
      // For a reader that has left nobody need go on; StandardOutput says so.
      while (lines.hasNext() && !out.checkError()) {
        String line = lines.next();
        if (ToldJournal.isRecord(line)) {
          out.println(line);
        } else if (ToldJournal.isClosed(line)) {
          closed++;
        }
      }
      lines.requireWhole();
      return closed;
    } finally {
      out.flush();
    }
  }
}
