// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What programs that read a command's output may rely on, told by the command itself. */
@Command
final class SchemaOption {

  /** The schema of the object that every command with {@code --json} complains in. */
  private static final String ERROR = "error";

  @Option(
      names = "--schema",
      help = true,
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "error",
      description =
          "Print the JSON Schema of what --json prints, and end; with the word error, that of"
              + " complaints on standard error.")
  private String wanted = NOT_WANTED;

  private static final String NOT_WANTED = "-";

  boolean isWanted() {
    return !wanted.equals(NOT_WANTED);
  }

  /**
   * Prints the schema.
   *
   * @param command the name of the schema of the command's own output
   * @return the exit code
   */
  int print(CommandSpec spec, String command) {
    return printDocument(spec, read(command));
  }

  /**
   * As {@link #print}, of what the bundles themselves describe.
   *
   * @param own the schema of the command's own output
   */
  int printDocument(CommandSpec spec, String own) {
    if (!wanted.isEmpty() && !wanted.equals(ERROR)) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "--schema is followed by nothing, or by the word error.");
    }
    spec.commandLine().getOut().print(wanted.isEmpty() ? own : read(ERROR));
    spec.commandLine().getOut().flush();
    return 0;
  }

  static String read(String name) {
    try (InputStream in = SchemaOption.class.getResourceAsStream("/schema/" + name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the product was built without the schema " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a schema in the product cannot be read", e);
    }
  }
}
