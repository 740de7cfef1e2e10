// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.demo.GatewayJvm;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.PumpsHeard;
import io.pumpbridge.runtime.launch.RunningAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The product itself, in a JVM of its own as a small gateway starts it, with every family on. */
final class StartedAgent implements AutoCloseable {
  private static final long START_LIMIT_S = 60;
  private static final long LOOK_MS = 100;

  private final Process process;
  private final RunningAgent agent;

  private StartedAgent(Process process, RunningAgent agent) {
    this.process = process;
    this.agent = agent;
  }

  /**
   * Starts it and waits until it works.
   *
   * @param directory empty; nothing is known of any port
   */
  static StartedAgent start(Path product, Path directory, List<String> ports)
      throws IOException, InterruptedException {
    Path config = configuration(directory.resolve("config"), ports);
    Path state = directory.resolve("state");
    Path log = directory.resolve("agent.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(GatewayJvm.FLAGS);
    command.add(GatewayJvm.HEAP);
    command.addAll(List.of("-jar", product.toString(), "run"));
    command.addAll(List.of("--config", config.toString(), "--state", state.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_S);
    while (System.nanoTime() - endNs < 0) {
      Optional<RunningAgent> found = RunningAgent.findAllowed(state);
      if (found.isPresent()) {
        return new StartedAgent(process, found.get());
      }
      if (process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    process.destroyForcibly();
    throw new IOException("the agent does not run: " + Files.readString(log));
  }

  /** No identity and no server: both have nothing to do with finding pumps. */
  private static Path configuration(Path directory, List<String> ports) throws IOException {
    Files.createDirectories(directory.resolve("anchors/server"));
    Files.createDirectories(directory.resolve("anchors/signers"));
    Map<String, Object> settings =
        Map.of(
            "trust", Map.of("gateway.id", "bed-1", "hospital", "example-hospital"),
            "transports", Map.of("ports", ports),
            "drivers", Map.of("families", List.of("all"), "lines", List.of("graseby=9600 8N1")),
            "uplink", Map.of("server", "ssl://localhost:1"));
    Files.writeString(directory.resolve("pump-bridge.json"), JSON.std.asString(settings));
    return directory;
  }

  PumpsHeard heard() throws LaunchException {
    return agent.heard("");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
