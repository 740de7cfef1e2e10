// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LibraryCheckDesk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Would a gateway take it? */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Judges a signed drug library as a gateway would that has these authorities and no library"
          + " yet.",
      "Exit code 1 if it would be refused. Whether a gateway already has a newer one is not asked"
          + " here."
    })
public final class LibraryVerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The signed library, for example library-7.p7m.")
  private Path file = Path.of("");

  @Mixin private LibrarySource source = new LibrarySource();

  @Option(names = "--json", description = "Answer and complain in JSON, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "library-verify");
    }
    byte[] signed = LibrarySource.read(file);
    try (LibraryCheckDesk desk = source.start()) {
      Map<String, Object> answer = source.open(desk, signed);
      answer.remove("content");
      boolean accepted = Boolean.TRUE.equals(answer.get("accept"));
      if (!accepted && !json) {
        throw LibrarySource.refused(file, answer);
      }
      new Answering(spec, json).tell(answer, LibraryVerifyCommand::text);
      return accepted ? 0 : 1;
    }
  }

  private static List<String> text(Map<String, Object> answer) {
    List<String> lines = new ArrayList<>();
    lines.add(
        answer.get("name")
            + ", version "
            + answer.get("version")
            + ", for "
            + answer.get("hospital")
            + ".");
    for (Map<String, Object> who : LibraryText.objects(answer.get("signers"))) {
      lines.add("Signed by " + who.get("subject") + " as " + who.get("role") + ".");
    }
    lines.add("SHA-256 of what they signed: " + answer.get("sha256"));
    return lines;
  }
}
