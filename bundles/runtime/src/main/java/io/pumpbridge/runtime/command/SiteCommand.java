// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Whom a hospital's gateways trust, as signed files. */
@Command(
    name = "site",
    mixinStandardHelpOptions = true,
    subcommands = {
      SiteMakeCommand.class,
      SiteVerifyCommand.class,
      SiteCodeCommand.class,
      SiteInstallCommand.class,
      SiteShowCommand.class
    },
    description = {
      "Makes, judges and installs site packages: signed files that say whom a hospital's gateways"
          + " trust.",
      "At the desk: make, then two people sign (bundles/trust/README.md has the commands), then"
          + " verify and code. At a gateway: install and show."
    })
public final class SiteCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say which: make, verify, code, install or show.");
  }
}
