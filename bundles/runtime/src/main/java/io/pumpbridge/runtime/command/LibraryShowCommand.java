// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LibraryDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A library as people read it. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a drug library: care areas, drugs, and every limit; read as strictly as a gateway"
          + " does.",
      "Of a signed one the signatures are verified first. Exit code 1 if it is refused."
    })
public final class LibraryShowCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = "The library: a document (.json), or signed (.p7m, with --anchors).")
  private Path file = Path.of("");

  @Option(
      names = "--schema",
      help = true,
      paramLabel = "OF",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Print the JSON Schema of what --json prints, and end; or that of library, association,"
              + " order, signed-order, statement or error.")
  private Optional<String> schema = Optional.empty();

  @Mixin private LibrarySource source = new LibrarySource();

  @Option(names = "--json", description = "Answer and complain in JSON, for programs.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isPresent()) {
      spec.commandLine().getOut().print(schemaOf(schema.get()));
      spec.commandLine().getOut().flush();
    } else {
      new Answering(spec, json).tell(read(), LibraryText::describe);
    }
    return 0;
  }

  private static String schemaOf(String what) throws LaunchException, InterruptedException {
    if (what.isEmpty() || what.equals("error")) {
      return SchemaOption.read(what.isEmpty() ? "library-show" : what);
    }
    try (TemporaryBridge bridge = TemporaryBridge.forLibraries()) {
      return new LibraryDesk(bridge).schema(what);
    }
  }

  private Map<String, Object> read() throws LaunchException, InterruptedException {
    byte[] document = source.document(file);
    try (TemporaryBridge bridge = TemporaryBridge.forLibraries()) {
      return LibraryText.sound(file, new LibraryDesk(bridge).read(document));
    }
  }
}
