// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.GatewayEnrolment;
import io.pumpbridge.runtime.launch.LaunchException;
import java.io.IOException;
import java.io.PrintWriter;
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
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "renew");
    }
    Map<String, Object> told = new GatewayEnrolment(directories.config, directories.state).renew();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        directories.json ? JSON.std.asString(told) : EnrolmentText.of(told, "pump-bridge renew"));
    out.flush();
    return EnrolmentText.isInstalled(told) ? 0 : 1;
  }
}
