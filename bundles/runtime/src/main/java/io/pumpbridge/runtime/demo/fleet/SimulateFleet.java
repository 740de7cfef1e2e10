// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.PrivateFiles;
import io.pumpbridge.pumpserver.server.PumpServer;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import io.pumpbridge.runtime.command.FleetSimulateCommand.Order;
import io.pumpbridge.runtime.command.FleetSimulateCommand.Simulation;
import io.pumpbridge.runtime.launch.FolderTree;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.uplink.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Prepares keys, broker and server, has the run made, and clears away. */
public final class SimulateFleet implements Simulation {
  private static final org.slf4j.Logger log = LoggerFactory.getLogger(SimulateFleet.class);

  /** Whoever writes there has a thread or a file of it left at most. */
  private static final int MAX_CLEARINGS = 10;

  private static final String SERVER = "pump-server";

  @Override
  public int run(Order order) throws Exception {
    // Thousands of lines otherwise; what matters is counted.
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
    if (order.state().isPresent()) {
      return run(order, emptyFolder(order.state().get()));
    }
    Path folder = Files.createTempDirectory("fleet");
    Thread clearing = new Thread(() -> clear(folder), "clear");
    Runtime.getRuntime().addShutdownHook(clearing);
    try {
      return run(order, folder);
    } finally {
      FolderTree.delete(folder);
      removeHook(clearing);
    }
  }

  /** A signal ends it: keys are not to stay, and what still writes there ends in a moment. */
  private static void clear(Path folder) {
    for (int tries = 0; tries < MAX_CLEARINGS && Files.exists(folder); tries++) {
      try {
        FolderTree.delete(folder);
      } catch (IOException e) {
        log.debug("not all is cleared away", e);
      }
    }
  }

  private static void removeHook(Thread hook) {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("a signal has ended it", e);
    }
  }

  /** What an earlier run stored would be counted with this one's. */
  private static Path emptyFolder(Path folder) throws IOException, LaunchException {
    PrivateFiles.directory(folder);
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new LaunchException(
            Fault.USAGE, "not-empty", "The state directory " + folder + " is not empty.");
      }
    }
    return folder.toAbsolutePath();
  }

  private static int run(Order order, Path folder) throws Exception {
    Figures figures = new Figures(order.out(), order.json());
    DemoAuthority authority =
        DemoAuthority.open(folder.resolve("authority"), SERVER, Clock.systemUTC());
    PumpServer server =
        new PumpServer(
            new PumpServer.Settings(folder.resolve("server"), Site.ACCOUNT, SERVER),
            authority,
            new SignedDocuments(authority, Clock.systemUTC()));
    Returns returns = new Returns(order.gateways(), System::nanoTime);
    try (Mosquitto broker = broker(order, folder);
        Site site =
            Site.open(
                authority,
                folder.resolve("site"),
                settings(order, broker),
                new Turns(order.atOnce()))) {
      figures.say("Making " + order.gateways() + " keys and certificates.");
      Thread ending = new Thread(broker::close, "end"); // a process of its own outlives a signal
      Runtime.getRuntime().addShutdownHook(ending);
      try (server;
          Ward ward = new Ward(order.gateways(), order.rate(), order.seed(), site, returns)) {
        new FleetRun(order, broker, server, ward, returns, figures).run();
      } finally {
        removeHook(ending);
      }
    }
    return figures.kept() ? 0 : Fault.REFUSAL.exitCode();
  }

  private static Mosquitto broker(Order order, Path folder) throws IOException {
    Path files = PrivateFiles.directory(folder.resolve("broker"));
    Path authority = folder.resolve("authority");
    return Mosquitto.configure(
        order.mosquitto(),
        files,
        authority.resolve("tls-server.pem"),
        authority.resolve("root.pem"),
        Site.ACCOUNT,
        SERVER);
  }

  private static Settings settings(Order order, Mosquitto broker) {
    return Settings.from(broker.url(), Site.ACCOUNT, "server", order.spreadSeconds(), 0);
  }
}
