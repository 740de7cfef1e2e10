// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What has to do with certificates and signatures. */
@Command(
    name = "trust",
    mixinStandardHelpOptions = true,
    subcommands = TrustCheckCommand.class,
    description = "Asks the agent's own validator whether it would trust a certificate chain.")
public final class TrustCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say which: check.");
  }
}
