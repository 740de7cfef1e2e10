// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.EscrowDesk;
import io.pumpbridge.runtime.launch.JournalDesk;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.NamedFile;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

/** What a dead gateway had not delivered. */
@Command(
    name = "rescue",
    mixinStandardHelpOptions = true,
    description = {
      "Opens the journal of a dead gateway with the hospital's escrow key, at a desk, and writes"
          + " every record that it still holds as 'journal export' would. Neither the gateway nor"
          + " its keys are needed: only the folder 'journal' and the file 'trust/escrow.cms' of its"
          + " state directory. They are read and stay as they are.",
      "Says whose journal it is, for each lane how many records were written and how many of them"
          + " the server has not confirmed, and names each damage, gap and fault as 'journal"
          + " verify' does.",
      "Exit code 0 if everything is whole, 1 if what could be read was written but something is"
          + " missing or was changed, 2 if key, envelope and journal do not belong together, 3 if"
          + " nothing can be read."
    })
public final class JournalRescueCommand implements Callable<Integer> {
  private static final int MAX_KEY_BYTES = 256 * 1024;
  private static final int MAX_PASSWORD_BYTES = 4 * 1024;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      required = true,
      description = "A copy of the dead gateway's state directory.")
  private Path state = Path.of("");

  @Option(
      names = "--envelope",
      paramLabel = "FILE",
      description = "The envelope with its key (default: trust/escrow.cms in that directory).")
  private Optional<Path> envelope = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "FILE.p12",
      required = true,
      description = "The hospital's escrow key and its certificate (PKCS#12).")
  private Path key = Path.of("");

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      required = true,
      description = "Where its password is, in the first line; - for standard input.")
  private Path password = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the records go, one JSON object a line, for its owner only.")
  private Path out = Path.of("");

  @Option(names = "--json", description = "One JSON object a line, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<Map<String, Object>> findings = new ArrayList<>();

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "journal-rescue");
    }
    requirePlaces();
    byte[] sealed =
        bytes(envelope.orElse(state.resolve("trust").resolve("escrow.cms")), MAX_KEY_BYTES);
    byte[] pkcs12 = bytes(key, MAX_KEY_BYTES);
    char[] secret = SecretSource.firstLine(bytes(password, MAX_PASSWORD_BYTES));
    Map<String, Object> whose;
    try (TemporaryBridge bridge = TemporaryBridge.forRescue()) {
      whose = new EscrowDesk(bridge).unlock(sealed, pkcs12, secret);
      Arrays.fill(secret, ' ');
      rescue(bridge, String.valueOf(whose.get("gateway")));
    }
    say(whose);
    return isWhole() ? 0 : 1;
  }

  private void requirePlaces() throws LaunchException {
    if (!Files.isDirectory(state.resolve("journal"))) {
      throw new LaunchException(
          Fault.USAGE,
          "no-journal",
          "There is no journal in " + state + "; name a copy of a state directory with --state.");
    }
    if (out.toAbsolutePath().normalize().startsWith(state.toAbsolutePath().normalize())) {
      throw new LaunchException(
          Fault.USAGE,
          "file-unwritable",
          out + " lies in " + state + ", in which nothing is changed: write it elsewhere.");
    }
  }

  private void rescue(TemporaryBridge bridge, String gateway) throws LaunchException, IOException {
    try (RescuedLines lines = RescuedLines.begin(out)) {
      new JournalDesk(bridge).rescue(state, bridge.directory(), gateway, lines::add, findings::add);
      lines.keep();
    }
  }

  private boolean isWhole() {
    return findings.stream()
        .allMatch(
            finding ->
                switch (String.valueOf(finding.get("type"))) {
                  case "fault", "damage" -> false;
                  default -> !(finding.get("closed") instanceof Long closed) || closed == 0;
                });
  }

  private void say(Map<String, Object> whose) {
    Answering answering = new Answering(spec, json);
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("type", "rescue");
    first.putAll(whose);
    first.put("out", out.toString());
    answering.tell(first, JournalRescueCommand::text);
    findings.forEach(finding -> answering.tell(finding, JournalRescueCommand::text));
  }

  private static List<String> text(Map<String, Object> finding) {
    return switch (String.valueOf(finding.get("type"))) {
      case "rescue" ->
          List.of(
              "journal of %s, opened with the key of %s; records in %s"
                  .formatted(
                      finding.get("gateway"), finding.get("certificate"), finding.get("out")));
      case "backlog" ->
          List.of(
              "backlog %s of %s, epoch %s: %s records, %s of them not confirmed by the server (it has"
                      .formatted(
                          finding.get("lane"),
                          finding.get("gateway"),
                          finding.get("epoch"),
                          finding.get("told"),
                          finding.get("undelivered"))
                  + " up to %s); %s do not open"
                      .formatted(finding.get("confirmed"), finding.get("closed")));
      case "damage" ->
          List.of(
              "damage in journal/%s%s: %s"
                  .formatted(finding.get("store"), place(finding), finding.get("reason")));
      default -> JournalVerifyCommand.text(finding);
    };
  }

  private static String place(Map<String, Object> damage) {
    return damage.containsKey("lane")
        ? ", lane %s, epoch %s, %s to %s"
            .formatted(
                damage.get("lane"), damage.get("epoch"), damage.get("first"), damage.get("last"))
        : "";
  }

  private static byte[] bytes(Path file, int most) throws LaunchException {
    return NamedFile.orStandardInput(file).whole(most);
  }
}
