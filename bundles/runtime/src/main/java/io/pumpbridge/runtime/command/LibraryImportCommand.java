// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.LibraryDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
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

/** From a spreadsheet to a library. */
@Command(
    name = "import",
    description = {
      "Makes a drug library of a table (CSV) and prints it; nothing is guessed.",
      "Exit code 1 if there are mistakes: all are told, with line and column, and no library is"
          + " printed."
    },
    footer = {
      "",
      "Columns and units are explained in bundles/druglibrary/CSV.md; 'library example --csv'"
          + " prints a table to begin with.",
      "  pump-bridge library import icu.csv --hospital 'General' --name 'Adult' --version 7"
          + " > library-7.json"
    })
public final class LibraryImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The table, UTF-8 with commas.")
  private Path file = Path.of("");

  @Option(names = "--hospital", paramLabel = "NAME", description = "Whose library it is.")
  private Optional<String> hospital = Optional.empty();

  @Option(names = "--name", paramLabel = "NAME", description = "What it is called.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--version",
      paramLabel = "NUMBER",
      description = "Of the library: higher than that of any before it.")
  private Optional<Long> version = Optional.empty();

  @Option(
      names = "--rounding-tolerance",
      paramLabel = "PERCENT",
      description = "How much rounding to a pump's step may change a dose, for example 5.")
  private Optional<String> tolerance = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("unused") // read by picocli; the usual mixin takes --version for itself
  private boolean help;

  @Option(
      names = "--json",
      description = "Tell mistakes in JSON on standard output, and complain in JSON.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "library-import");
    }
    Map<String, Object> title = title();
    byte[] table = LibrarySource.read(file);
    try (TemporaryBridge bridge = TemporaryBridge.forLibraries()) {
      Map<String, Object> answer = new LibraryDesk(bridge).importTable(table, title);
      if (answer.get("document") instanceof String document) {
        spec.commandLine().getOut().print(document);
        spec.commandLine().getOut().flush();
        return 0;
      }
      tell(answer);
      return 1;
    }
  }

  private Map<String, Object> title() throws LaunchException {
    Map<String, Object> title = new LinkedHashMap<>();
    hospital.ifPresent(given -> title.put("hospital", given));
    name.ifPresent(given -> title.put("name", given));
    version.ifPresent(given -> title.put("version", given));
    if (title.size() < 3) {
      throw new LaunchException(
          Fault.USAGE,
          "usage",
          "A library needs --hospital, --name and --version; a table does not say them.");
    }
    tolerance.ifPresent(given -> title.put("rounding_tolerance", given));
    return title;
  }

  /** For people on standard error: standard output is for a library. */
  private void tell(Map<String, Object> answer) {
    Answering answering = new Answering(spec, json);
    if (json) {
      answering.give(answer);
      return;
    }
    List<String> lines = new ArrayList<>();
    for (Map<String, Object> mistake : LibraryText.objects(answer.get("mistakes"))) {
      lines.add(file + place(mistake) + ": " + mistake.get("problem"));
    }
    if (answer.get("left_out") instanceof Number left && left.intValue() > 0) {
      lines.add("Not shown: " + left + " more.");
    }
    answering.complain(lines);
  }

  private static String place(Map<String, Object> mistake) {
    StringBuilder place = new StringBuilder();
    if (mistake.get("line") instanceof Number line && line.intValue() > 0) {
      place.append(", line ").append(line);
    }
    if (mistake.get("column") instanceof Number column && column.intValue() > 0) {
      place.append(", column ").append(column);
    }
    Object name = mistake.get("name");
    return "".equals(name)
        ? place.toString()
        : place.append(" (").append(name).append(')').toString();
  }
}
