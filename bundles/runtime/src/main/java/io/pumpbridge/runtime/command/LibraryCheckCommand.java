// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LibraryCheckDesk;
import io.pumpbridge.runtime.launch.NamedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Order after order for the gateway's own dose guard. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads orders, one JSON object a line, and answers each with one line, in their order, by the"
          + " dose guard that judges in the agent and by a library whose signatures hold.",
      "Exit code 0 if all lines were judged, whatever the verdicts; with --strict 1 if one was not"
          + " within its limits. 1 also if the library is refused."
    },
    footer = {
      "",
      "An order: {\"id\":\"1\",\"care_area\":\"ICU\",\"drug\":\"norepinephrine\",\"concentration\":"
          + "{\"amount\":\"16\",\"amount_unit\":\"mg\",\"volume\":\"250\",\"volume_unit\":\"mL\"},"
          + "\"weight\":{\"value\":\"70\",\"unit\":\"kg\"},"
          + "\"dose\":{\"value\":\"0.1\",\"unit\":\"ug/kg/min\"}}",
      "More fields, all optional: pump, channel, therapy, bsa, rate, vtbi, mode (continuous, bolus,"
          + " loading, intermittent, pca), override ({\"by\",\"reason\"}). 'library show --schema"
          + " order' has them all.",
      "The codes are explained in bundles/druglibrary/README.md."
    })
public final class LibraryCheckCommand implements Callable<Integer> {
  @Option(
      names = "--library",
      paramLabel = "FILE",
      required = true,
      description = "The signed library, for example library-7.p7m.")
  private Path library = Path.of("");

  @Option(
      names = "--orders",
      paramLabel = "FILE",
      description = "Where the orders are, one a line; standard input if left out, or '-'.")
  private Path orders = NamedFile.STANDARD_INPUT;

  @Option(names = "--strict", description = "End with exit code 1 if an order is not within.")
  private boolean strict;

  @Option(names = "--json", description = "Complain in JSON too; answers always are.")
  @SuppressWarnings("UnusedVariable") // Failure looks for the word itself
  private boolean json;

  @Mixin private LibrarySource source = new LibrarySource();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "library-check");
    }
    byte[] signed = LibrarySource.read(library);
    try (InputStream in = NamedFile.orStandardInput(orders).open();
        LibraryCheckDesk desk = source.start()) {
      Map<String, Object> answer = source.open(desk, signed);
      if (!Boolean.TRUE.equals(answer.get("accept"))) {
        throw LibrarySource.refused(library, answer);
      }
      boolean within =
          new JsonLines(in)
              .answerAll(
                  spec.commandLine().getOut(),
                  desk::judge,
                  judged -> "within".equals(judged.get("verdict")));
      return within || !strict ? 0 : 1;
    }
  }
}
