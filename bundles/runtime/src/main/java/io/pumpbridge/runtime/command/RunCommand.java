// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.backup.BackupMaker;
import io.pumpbridge.runtime.launch.BridgeFramework;
import io.pumpbridge.runtime.launch.DeskSocket;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.Settings;
import io.pumpbridge.runtime.launch.ShippedBundles;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.felix.framework.FrameworkFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The agent, in the foreground, until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the agent in the foreground: finds the pumps on the configured ports, follows them, and"
          + " tells the pump server.",
      "Stop it with Ctrl-C or SIGTERM; it ends in order within 5 seconds, with exit code 0. Pumps go on as they were."
    })
public final class RunCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  /** A cold Raspberry Pi needs about 15 s. */
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  @Mixin private Directories directories = new Directories();

  @Option(
      names = "--port",
      paramLabel = "PATH",
      description =
          "A pump's port instead of the configured ones, for example /dev/ttyUSB0; may be repeated.")
  private List<String> ports = new ArrayList<>();

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "",
      description = "The pump server instead of the configured one, for example ssl://host:8883.")
  private String server = "";

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "run");
    }
    ShippedBundles bundles = ShippedBundles.ofThisProduct();
    Settings settings = Settings.read(directories.config, bundles, overrides());
    try (StateDirectory state = StateDirectory.take(directories.state);
        BridgeFramework bridge =
            BridgeFramework.start(
                new FrameworkFactory(), bundles, state, directories.config, settings.byPid());
        OrderlyEnd end = OrderlyEnd.of(bridge)) {
      bridge.awaitRunning(START_LIMIT);
      openDesk(state, bridge, end);
      spec.commandLine().getOut().println(directories.json ? "{\"running\":true}" : "running");
      spec.commandLine().getOut().flush();
      bridge.awaitStopped();
      return 0;
    }
  }

  /** Goes with the process; without it only the commands miss something. */
  private void openDesk(StateDirectory state, BridgeFramework bridge, OrderlyEnd end) {
    Path config = directories.config.toAbsolutePath().normalize();
    try {
      end.takesAlong(
          DeskSocket.open(
              state.path(), bridge, signer -> BackupMaker.make(config, state.path(), signer)));
    } catch (IOException e) {
      log.warn("commands cannot reach this agent why={}", e.getMessage());
    }
  }

  private Map<String, Object> overrides() {
    Map<String, Object> overrides = new LinkedHashMap<>();
    if (!ports.isEmpty()) {
      overrides.put("transports.ports", ports);
    }
    if (!server.isEmpty()) {
      overrides.put("uplink.server", server);
    }
    return overrides;
  }
}
