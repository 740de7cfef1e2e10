// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.LibraryDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a new library changes, for those who approve it. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Says what differs between two drug libraries, first what becomes LOOSER, then what becomes"
          + " stricter, what is added, removed, or changed otherwise.",
      "Compared is what they mean: 1 mg/h and 1000 mcg/h are the same, the order of lines and the"
          + " version say nothing. Signatures are verified first.",
      "Exit code 0 if they mean the same, 1 if they differ or one is refused."
    })
public final class LibraryDiffCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..2",
      description =
          "The old library and the new one: documents (.json), or signed (.p7m, with --anchors).")
  private List<Path> files = List.of();

  @Mixin private LibrarySource source = new LibrarySource();

  @Option(names = "--json", description = "Answer and complain in JSON, for programs; in UCUM.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "library-diff");
    }
    if (files.size() != 2) {
      throw new LaunchException(
          Fault.USAGE, "usage", "Say which two libraries: the old one, then the new one.");
    }
    byte[] before = source.document(files.get(0));
    byte[] after = source.document(files.get(1));
    try (TemporaryBridge bridge = TemporaryBridge.forLibraries()) {
      Map<String, Object> answer = new LibraryDesk(bridge).diff(before, after);
      if (!Boolean.TRUE.equals(answer.get("sound"))) {
        LibraryText.sound(files.get("old".equals(answer.get("document")) ? 0 : 1), answer);
      }
      answer.remove("sound");
      new Answering(spec, json).tell(answer, LibraryDiffCommand::text);
      return Boolean.TRUE.equals(answer.get("same")) ? 0 : 1;
    }
  }

  private static List<String> text(Map<String, Object> answer) {
    Map<String, Object> old = LibraryText.object(answer.get("old"));
    Map<String, Object> now = LibraryText.object(answer.get("new"));
    List<String> lines = new ArrayList<>();
    lines.add(
        PlainOutput.sentence(
            now.get("name") + ", version " + old.get("version") + " → " + now.get("version")));
    if (Boolean.TRUE.equals(answer.get("same"))) {
      lines.add("They mean the same.");
    }
    for (Map<String, Object> change : LibraryText.objects(answer.get("changes"))) {
      lines.add(
          "%-8s  %s"
              .formatted(
                  String.valueOf(change.get("direction")).toUpperCase(Locale.ROOT),
                  PlainOutput.sentence(String.valueOf(change.get("message")))));
    }
    return lines;
  }
}
