// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.GatewayEnrolment;
import io.pumpbridge.runtime.launch.LaunchException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The next certificate now; the agent gets it by itself when it is due. */
@Command(
    name = "renew",
    mixinStandardHelpOptions = true,
    description = {
      "Gets this gateway's next certificate now, from the configured EST server (est.server),"
          + " proven by the present one. A running agent does it and goes on without a restart.",
      "By itself the agent renews after two thirds of a certificate's life.",
      "Exit code 1 if somebody has to approve it first."
    })
public final class RenewCommand implements Callable<Integer> {
  @Mixin private Directories directories = new Directories();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "renew");
    }
    Map<String, Object> told = new GatewayEnrolment(directories.config, directories.state).renew();
    new Answering(spec, directories.json)
        .tell(told, answer -> List.of(EnrolmentText.of(answer, "pump-bridge renew")));
    return EnrolmentText.isInstalled(told) ? 0 : 1;
  }
}
