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
    subcommands = {TrustShowCommand.class, TrustCheckCommand.class},
    description = "Shows whom this gateway trusts, and asks its validator about others.")
public final class TrustCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Say which: show or check.");
  }
}
