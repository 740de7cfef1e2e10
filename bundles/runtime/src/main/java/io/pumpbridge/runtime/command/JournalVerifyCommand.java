// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.AnchorsFolder;
import io.pumpbridge.runtime.launch.JournalDesk;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.RunningAgent;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import io.pumpbridge.runtime.launch.ToldJournal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether a journal is whole. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that records are numbered without a gap, that each has the hash it claims and names"
          + " the one before it. Says one line for each lane, then each gap that the journal itself"
          + " tells of, then each fault: missing, changed, reordered, inserted or duplicate.",
      "With --anchors each gap record must be vouched for, too: signed by the gateway whose journal"
          + " it is, or chained to a later one that is. What else may then be named: unvouched (no"
          + " signature stands behind a gap record), signature-invalid, signature-foreign (another"
          + " gateway's) and signature-misplaced (of another record). A gap record that is at most"
          + " ten minutes older than the newest record may still be waiting for its signature; that"
          + " is said, and no fault. A certificate counts as of the time that its signature names,"
          + " which is the signer's word; revocation is not asked.",
      "What is checked is exports, a state directory (its journal stays as it is; a running agent"
          + " tells what it has, and goes on) or a pump server's file of one gateway.",
      "Exit code 0 if all holds, 1 if there is a fault. That records are missing at the very end"
          + " of a lane no file can prove: compare the last number with the server's."
    })
public final class JournalVerifyCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "0..1")
  private What what = new What();

  @Option(
      names = "--config",
      paramLabel = "DIR",
      defaultValue = Directories.DEFAULT_CONFIG,
      description = "For --state: the agent's configuration (default: ${DEFAULT-VALUE}).")
  private Path config = Path.of(Directories.DEFAULT_CONFIG);

  @Option(
      names = "--anchors",
      paramLabel = "DIR",
      description =
          "The authorities that issue gateways' certificates: a gateway's folder of anchors, or a"
              + " folder of *.pem. Without it no signature is asked for.")
  private Optional<Path> anchors = Optional.empty();

  @Option(names = "--json", description = "One JSON object a line, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  private boolean whole = true;
  private List<String> trusted = List.of();

  /** One of the three. */
  static final class What {
    @Parameters(
        paramLabel = "FILE",
        arity = "1..*",
        description = "Exported lines; several files are read as one, in their order.")
    List<Path> files = List.of();

    @Option(names = "--state", paramLabel = "DIR", description = "A gateway's state directory.")
    Optional<Path> state = Optional.empty();

    @Option(
        names = "--server-stream",
        paramLabel = "FILE",
        description = "What the reference pump server has stored of one gateway.")
    Optional<Path> serverStream = Optional.empty();
  }

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "journal-verify");
    }
    if (anchors.isPresent()) {
      trusted = AnchorsFolder.named(anchors.get()).ofGateways();
    }
    if (what.files.isEmpty() && what.serverStream.isEmpty()) {
      Path state = what.state.orElse(Path.of(Directories.DEFAULT_STATE));
      Optional<RunningAgent> agent = RunningAgent.find(state);
      if (agent.isPresent()) {
        verifyTold(agent.get());
      } else {
        verifyState(state);
      }
    } else {
      verifyLines();
    }
    return whole ? 0 : 1;
  }

  private void verifyTold(RunningAgent agent) throws LaunchException, InterruptedException {
    // The bridge first: what is told is then taken without a pause.
    try (TemporaryBridge bridge = TemporaryBridge.forJournalLines();
        ToldJournal lines = agent.journal()) {
      asked(new JournalDesk(bridge)).verifyTold(lines, this::say);
    }
  }

  private void verifyState(Path state) throws LaunchException, InterruptedException {
    int unused =
        JournalDesk.over(
            state,
            config,
            desk -> {
              asked(desk).verifyState(state, this::say);
              return 0;
            });
  }

  private void verifyLines() throws LaunchException, InterruptedException {
    List<Path> files = what.serverStream.map(List::of).orElse(what.files);
    try (TextLines lines = TextLines.of(files);
        TemporaryBridge bridge = TemporaryBridge.forJournalLines()) {
      JournalDesk desk = asked(new JournalDesk(bridge));
      if (what.serverStream.isPresent()) {
        desk.verifyServerStream(lines, this::say);
      } else {
        desk.verifyExport(lines, this::say);
      }
    }
  }

  private JournalDesk asked(JournalDesk desk) throws LaunchException {
    if (!trusted.isEmpty()) {
      desk.askForSignatures(trusted);
    }
    return desk;
  }

  private void say(Map<String, Object> finding) {
    whole &= !"fault".equals(finding.get("type"));
    new Answering(spec, json).tell(finding, JournalVerifyCommand::text);
  }

  private static String signatures(Map<String, Object> finding, String place) {
    if (!Boolean.TRUE.equals(finding.get("asked"))) {
      return "%s gap records; their signatures were not asked for (--anchors DIR)"
          .formatted(finding.get("gap_records"));
    }
    boolean waits = finding.get("waiting") instanceof Number waiting && waiting.longValue() > 0;
    return "signatures in %s: %s for %s gap records, of which %s are vouched for%s"
        .formatted(
            place,
            finding.get("signatures"),
            finding.get("gap_records"),
            finding.get("vouched"),
            waits ? " and " + finding.get("waiting") + " not yet: too new to be signed" : "");
  }

  /** For people. */
  static List<String> text(Map<String, Object> finding) {
    String place =
        "%s of %s, epoch %s"
            .formatted(finding.get("lane"), finding.get("gateway"), finding.get("epoch"));
    return List.of(
        switch (String.valueOf(finding.get("type"))) {
          case "lane" ->
              "lane %s: %s records, %s to %s, %s"
                  .formatted(
                      place,
                      finding.get("count"),
                      finding.get("first"),
                      finding.get("last"),
                      Boolean.TRUE.equals(finding.get("ok")) ? "whole" : "NOT WHOLE");
          case "signatures" -> signatures(finding, place);
          case "gap" ->
              "gap in %s: %s to %s, said by the journal (%s)"
                  .formatted(
                      place, finding.get("first"), finding.get("last"), finding.get("reason"));
          default ->
              "%s: %s %s%s%s. %s"
                  .formatted(
                      finding.get("fault"),
                      place,
                      finding.get("seq"),
                      finding.containsKey("to") ? " to " + finding.get("to") : "",
                      finding.containsKey("line") ? ", line " + finding.get("line") : "",
                      finding.get("reason"));
        });
  }
}
