// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.SiteDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.io.IOException;
import java.io.PrintWriter;
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
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "site-verify");
    }
    byte[] signed = SiteFile.signed(file);
    byte[] before = inForce.isPresent() ? SiteFile.signed(inForce.get()) : new byte[0];
    try (TemporaryBridge bridge = TemporaryBridge.forSites()) {
      return tell(new SiteDesk(bridge).judge(signed, before));
    }
  }

  private int tell(Map<String, Object> answer) throws IOException {
    boolean accepted = Boolean.TRUE.equals(answer.get("accept"));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.std.asString(answer));
    } else if (accepted) {
      SiteText.describe(answer).forEach(out::println);
      out.println("It may come into force.");
    } else {
      spec.commandLine().getErr().println(SiteText.refusal(answer));
      spec.commandLine().getErr().flush();
    }
    out.flush();
    return accepted ? 0 : 1;
  }
}
