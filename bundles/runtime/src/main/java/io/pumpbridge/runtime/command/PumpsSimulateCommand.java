// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A simulated pump; what plays it lies beside the product, not in it. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plays an infusion pump on a pseudo-terminal or a TCP port, written from the protocol's public"
          + " documents. It behaves in time: volume advances, pressure builds up, batteries run"
          + " down, alarms come.",
      "Prints 'ready' when it listens. Without a script it does what is typed; 'help' lists the"
          + " actions. Ends on Ctrl-C or SIGTERM with exit code 0 and takes its link away."
    },
    footer = {
      "",
      "A script has one action a line, and # begins a comment:",
      "  rate 5.00",
      "  start",
      "  at 10s occlude        # ten seconds after the start",
      "  wait 500ms",
      "  [1/2] rate 7.50       # one pump of a rack",
      "  end                   # without it the pump goes on",
      "",
      "Examples:",
      "  pump-bridge pumps simulate --protocol alaris --link pty:/tmp/pump",
      "  pump-bridge pumps simulate --protocol bcc --pumps 3 --link tcp:4001 --script ward.txt"
    })
public final class PumpsSimulateCommand implements Callable<Integer> {

  /** What the jars beside the product provide. */
  public interface Simulation {
    /**
     * Runs it until it is told to end.
     *
     * @return the exit code
     */
    int run(Order order) throws Exception;
  }

  /**
   * What is to be simulated.
   *
   * @param link {@code pty:PATH} or {@code tcp:PORT}
   * @param script without one the keyboard says what happens
   * @param serial without one the simulator takes its own
   */
  public record Order(
      String protocol,
      String link,
      Optional<Path> script,
      Optional<String> serial,
      long seed,
      int pumps,
      boolean json,
      InputStream keyboard,
      PrintWriter out) {}

  @Option(
      names = "--protocol",
      paramLabel = "P",
      required = true,
      description =
          "What the pump speaks: alaris, dianet, fresenius, bcc, as50, graseby, ne1000 or miva.")
  private String protocol = "";

  @Option(
      names = "--link",
      paramLabel = "LINK",
      required = true,
      description =
          "Where it hangs: pty:PATH makes PATH a symbolic link to a pseudo-terminal; tcp:PORT"
              + " listens on 127.0.0.1, to one client at a time.")
  private String link = "";

  @Option(names = "--script", paramLabel = "FILE", description = "What happens when.")
  private Optional<Path> script = Optional.empty();

  @Option(
      names = "--serial",
      paramLabel = "S",
      description = "The pump's serial number; a rack counts on from it.")
  private Optional<String> serial = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What happens by chance is drawn from it (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--pumps",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many pumps a rack or base holds (default: ${DEFAULT-VALUE}).")
  private int pumps = 1;

  @Option(names = "--json", description = "After 'ready', one JSON object a line, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (schema.isWanted()) {
      return schema.print(spec, "pumps-simulate");
    }
    try (JarsBeside jars = JarsBeside.open()) {
      return jars.find(Simulation.class)
          .run(
              new Order(
                  protocol,
                  link,
                  script,
                  serial,
                  seed,
                  pumps,
                  json,
                  System.in,
                  spec.commandLine().getOut()));
    }
  }
}
