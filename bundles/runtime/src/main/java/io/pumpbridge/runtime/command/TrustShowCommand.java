// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.GatewayTrust;
import io.pumpbridge.runtime.launch.LaunchException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Who this gateway is, whom it trusts, and until when. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Tells who this gateway is, whom it trusts and until when, with or without a running agent:"
          + " certificates, renewal, authorities, revocation lists, clock; last, what needs a hand.",
      "Exit code 1 if something stops connections or signatures until somebody acts: no certificate"
          + " yet or one that has ended, nobody trusted, a revocation list that is missing or too"
          + " old; 0 also if something will end soon."
    })
public final class TrustShowCommand implements Callable<Integer> {
  @Mixin private Directories directories = new Directories();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "trust-show");
    }
    Map<String, Object> answer = new GatewayTrust(directories.config, directories.state).show();
    new Answering(spec, directories.json).tell(answer, TrustText::describe);
    return Boolean.TRUE.equals(answer.get("stopped")) ? 1 : 0;
  }
}
