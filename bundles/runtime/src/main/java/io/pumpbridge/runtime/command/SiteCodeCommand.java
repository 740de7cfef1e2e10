// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.SiteDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What somebody types at a gateway that knows nobody. */
@Command(
    name = "code",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the code by which a gateway that knows nobody takes this signed package as its"
          + " first.",
      "It is bound to the file's very bytes and no secret; but whoever types it must have it from"
          + " the hospital's desk and not from where the file came from."
    })
public final class SiteCodeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The signed package, for example site-1.p7m.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Answer and complain in JSON, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "site-code");
    }
    Answering answering = new Answering(spec, json);
    byte[] signed = SiteFile.signed(file);
    try (TemporaryBridge bridge = TemporaryBridge.forSites()) {
      Map<String, Object> answer = new SiteDesk(bridge).judge(signed, new byte[0]);
      if (!Boolean.TRUE.equals(answer.get("accept"))) {
        answering.tellRefused(told(answer, "accept", "code", "reason"), SiteText.refusal(answer));
        return 1;
      }
      answering.tell(
          told(answer, "accept", "install_code"),
          told -> List.of(String.valueOf(told.get("install_code"))));
      return 0;
    }
  }

  /** Of what the judge says, what belongs to the question. */
  private static Map<String, Object> told(Map<String, Object> answer, String... names) {
    Map<String, Object> told = new LinkedHashMap<>();
    for (String name : names) {
      told.put(name, answer.get(name));
    }
    return told;
  }
}
