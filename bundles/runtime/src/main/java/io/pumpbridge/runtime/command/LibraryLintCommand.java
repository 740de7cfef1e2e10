// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LibraryDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a pharmacist should look at before signing. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at a drug library with a pharmacist's eyes: missing hard maxima of high-alert drugs,"
          + " contradictions, wildcards, look-alike names, limits ten times those of the"
          + " neighbours, old sources, and more.",
      "Exit code 0 if nothing is as grave as --fail-on says, else 1."
    },
    footer = {"", "The rules are explained in bundles/druglibrary/LINT.md."})
public final class LibraryLintCommand implements Callable<Integer> {

  /** The gravest first. */
  enum Severity {
    ERROR,
    WARNING,
    NOTE;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      paramLabel = "FILE",
      description = "The library: a document (.json), or signed (.p7m, with --anchors).")
  private Path file = Path.of("");

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description = "The day by which sources are old, as 2026-03-01; today if left out.")
  private Optional<LocalDate> at = Optional.empty();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description =
          "What makes exit code 1: ${COMPLETION-CANDIDATES}, or graver. Default:"
              + " ${DEFAULT-VALUE}.")
  private Severity failOn = Severity.ERROR;

  @Mixin private LibrarySource source = new LibrarySource();

  @Option(names = "--json", description = "Answer and complain in JSON, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "library-lint");
    }
    LocalDate day = at.orElseGet(() -> LocalDate.now(Clock.systemUTC()));
    byte[] document = source.document(file);
    try (TemporaryBridge bridge = TemporaryBridge.forLibraries()) {
      Map<String, Object> answer = new LibraryDesk(bridge).lint(document, day.toString());
      new Answering(spec, json).tell(answer, LintText::describe);
      return isFailed(LibraryText.object(answer.get("summary"))) ? 1 : 0;
    }
  }

  private boolean isFailed(Map<String, Object> summary) {
    return Arrays.stream(Severity.values())
        .filter(severity -> severity.compareTo(failOn) <= 0)
        .anyMatch(
            severity ->
                summary.get(severity.key()) instanceof Number count && count.intValue() > 0);
  }
}
