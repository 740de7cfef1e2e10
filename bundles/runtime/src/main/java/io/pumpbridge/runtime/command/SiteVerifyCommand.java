// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.SiteDesk;
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

/** Would a gateway take it? */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Judges a signed site package as a gateway would that has --in-force, or that knows nobody.",
      "Exit code 1 if it would be refused. What a gateway's own certificate and revocation lists"
          + " have to say is not asked here."
    })
public final class SiteVerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The signed package, for example site-2.p7m.")
  private Path file = Path.of("");

  @Option(
      names = "--in-force",
      paramLabel = "FILE",
      description = "The signed package that is in force at the gateways.")
  private Optional<Path> inForce = Optional.empty();

  @Option(names = "--json", description = "Answer and complain in JSON, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "site-verify");
    }
    byte[] signed = SiteFile.signed(file);
    byte[] before = inForce.isPresent() ? SiteFile.signed(inForce.get()) : new byte[0];
    try (TemporaryBridge bridge = TemporaryBridge.forSites()) {
      return tell(new SiteDesk(bridge).judge(signed, before));
    }
  }

  private int tell(Map<String, Object> answer) {
    Answering answering = new Answering(spec, json);
    if (!Boolean.TRUE.equals(answer.get("accept"))) {
      answering.tellRefused(answer, SiteText.refusal(answer));
      return 1;
    }
    answering.tell(answer, SiteText::describe);
    answering.say("It may come into force.");
    return 0;
  }
}
