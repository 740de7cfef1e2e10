// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Many gateways and a broker that restarts; what plays them lies beside the product. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Plays many gateways in this process, each with its own certificate, against a Mosquitto that"
          + " it starts on 127.0.0.1: connects them, kills the broker, lets records pile up, starts"
          + " it again, and measures how they come back and whether every record arrives.",
      "Reconnecting, sending window, MQTT and TLS are the product's own code; the journals are in"
          + " memory, the pump server is the demo's. Exit code 1 if a limit is passed."
    },
    footer = {
      "",
      "Needs Mosquitto 2 and, for 500 gateways, some 600 MB. Example:",
      "  pump-bridge fleet simulate --gateways 500 --backlog 100"
    })
public final class FleetSimulateCommand implements Callable<Integer> {
  private static final int MAX_GATEWAYS = 2_000;
  private static final int MAX_BACKLOG = 10_000;
  private static final int MAX_OUTAGE_SECONDS = 3_600;
  private static final int MAX_SPREAD_SECONDS = 60;
  private static final double MAX_RATE = 10;

  /** What the jars beside the product provide. */
  public interface Simulation {
    /**
     * Runs it once.
     *
     * @return the exit code
     */
    int run(Order order) throws Exception;
  }

  /**
   * What is to be simulated.
   *
   * @param rate records a second that each gateway makes all the time
   * @param backlog records that each gateway makes while the broker is away
   * @param outage from the broker's end to its next start
   * @param atOnce how many may be on their way back at a time
   * @param spreadSeconds as the site sets it at its gateways
   * @param state for keys, the broker's files and the server's store; else a temporary one
   */
  public record Order(
      int gateways,
      double rate,
      int backlog,
      Duration outage,
      int atOnce,
      int spreadSeconds,
      long seed,
      String mosquitto,
      Optional<Path> state,
      boolean json,
      PrintWriter out) {}

  @Option(
      names = "--gateways",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many, 1 to 2000 (default: ${DEFAULT-VALUE}).")
  private int gateways;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "0.4",
      description =
          "Records a second of each gateway, 0 to 10; four pumps make 0.4"
              + " (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--backlog",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Records that each gateway makes during the outage, 0 to 10000"
              + " (default: ${DEFAULT-VALUE}).")
  private int backlog;

  @Option(
      names = "--outage",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "How long the broker is away, 0 to 3600 (default: ${DEFAULT-VALUE}). The limits are for"
              + " a restart; after a long outage the last one returns up to a minute later.")
  private int outage;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "48",
      description =
          "How many gateways may be on their way back at a time, 1 to 2000 (default:"
              + " ${DEFAULT-VALUE}). They share this machine's processors, so they take turns in"
              + " the order of their calls; the wait counts.")
  private int atOnce;

  @Option(
      names = "--spread",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "The gateways' setting reconnect.spread.seconds, 1 to 60 (default: ${DEFAULT-VALUE}).")
  private int spread;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Who makes the next record is drawn from it (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--mosquitto",
      paramLabel = "PROGRAM",
      defaultValue = "mosquitto",
      description = "The broker's program (default: ${DEFAULT-VALUE}).")
  private String mosquitto = "";

  @Option(
      names = "--state",
      paramLabel = "DIRECTORY",
      description = "Where keys, logs and the stored records stay; without it nothing stays.")
  private Optional<Path> state = Optional.empty();

  @Option(names = "--json", description = "One JSON object a figure, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (schema.isWanted()) {
      return schema.print(spec, "fleet-simulate");
    }
    require("--gateways", gateways >= 1 && gateways <= MAX_GATEWAYS);
    require("--rate", rate >= 0 && rate <= MAX_RATE);
    require("--backlog", backlog >= 0 && backlog <= MAX_BACKLOG);
    require("--outage", outage >= 0 && outage <= MAX_OUTAGE_SECONDS);
    require("--at-once", atOnce >= 1 && atOnce <= MAX_GATEWAYS);
    require("--spread", spread >= 1 && spread <= MAX_SPREAD_SECONDS);
    try (JarsBeside jars = JarsBeside.open()) {
      return jars.find(Simulation.class)
          .run(
              new Order(
                  gateways,
                  rate,
                  backlog,
                  Duration.ofSeconds(outage),
                  atOnce,
                  spread,
                  seed,
                  mosquitto,
                  state,
                  json,
                  spec.commandLine().getOut()));
    }
  }

  private void require(String option, boolean within) {
    if (!within) {
      throw new ParameterException(
          spec.commandLine(), option + " is out of its range; see --help.");
    }
  }
}
