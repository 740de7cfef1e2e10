// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import io.pumpbridge.runtime.command.BackupCommand;
import io.pumpbridge.runtime.command.ClockCommand;
import io.pumpbridge.runtime.command.DecommissionCommand;
import io.pumpbridge.runtime.command.DemoCommand;
import io.pumpbridge.runtime.command.Failure;
import io.pumpbridge.runtime.command.FleetCommand;
import io.pumpbridge.runtime.command.JournalCommand;
import io.pumpbridge.runtime.command.LibraryCommand;
import io.pumpbridge.runtime.command.ProvisionCommand;
import io.pumpbridge.runtime.command.PumpsCommand;
import io.pumpbridge.runtime.command.RenewCommand;
import io.pumpbridge.runtime.command.RestoreCommand;
import io.pumpbridge.runtime.command.RunCommand;
import io.pumpbridge.runtime.command.SiteCommand;
import io.pumpbridge.runtime.command.StandardOutput;
import io.pumpbridge.runtime.command.TrustCommand;
import java.io.FileDescriptor;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.TypeConversionException;

/** {@code pump-bridge}. */
@Command(
    name = "pump-bridge",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      ProvisionCommand.class,
      RenewCommand.class,
      DecommissionCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      PumpsCommand.class,
      LibraryCommand.class,
      JournalCommand.class,
      TrustCommand.class,
      SiteCommand.class,
      ClockCommand.class,
      FleetCommand.class
    },
    description =
        "Stands between legacy infusion pumps and the hospital's pump server: hears the pumps,"
            + " judges doses by the signed drug library, and tells the server over mutual TLS.",
    footer = {"", "Start with 'pump-bridge demo': everything on this machine, nothing to prepare."})
public final class Main {

  /** Read by logback.xml, before the first line is logged. */
  private static final String LOG_LEVEL = "PUMP_BRIDGE_LOG";

  private static final Map<String, String> EXIT_CODES =
      new TreeMap<>(
          Map.of("0", "done", "1", "the answer is no", "2", "used wrongly", "3", "failed"));

  private static final int FAILED = 3;

  private Main() {}

  /**
   * Whoever asks one thing wants its answer, and on standard error one sentence if there is none:
   * not how the framework fares.
   */
  private static boolean isAgent(String[] arguments) {
    return arguments.length > 0 && List.of("run", "demo").contains(arguments[0]);
  }

  public static void main(String[] arguments) {
    if (System.getenv(LOG_LEVEL) == null && !isAgent(arguments)) {
      System.setProperty(LOG_LEVEL, "ERROR");
    }
    int exitCode = FAILED;
    try {
      exitCode = commandLine().execute(arguments);
    } finally { // also without the memory for a complaint: other threads would keep a dead agent
      System.exit(exitCode);
    }
  }

  /** The command line as a person meets it; tests call it too. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setOut(StandardOutput.over(FileDescriptor.out));
    commandLine.setErr(StandardOutput.over(FileDescriptor.err));
    commandLine.setExecutionStrategy(StandardOutput::execute);
    commandLine.setExecutionExceptionHandler(Failure::handle);
    commandLine.setParameterExceptionHandler(Failure::handle);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(LocalDate.class, Main::date);
    explainExitCodes(commandLine);
    return commandLine;
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is no date as 2026-03-01");
    }
  }

  /** One meaning for all commands; what 1 says of one command, its description adds. */
  private static void explainExitCodes(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(EXIT_CODES);
    command.getSubcommands().values().forEach(Main::explainExitCodes);
  }

  /** Says what the jar's manifest says. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"pump-bridge " + (version == null ? "(not packaged)" : version)};
    }
  }
}
