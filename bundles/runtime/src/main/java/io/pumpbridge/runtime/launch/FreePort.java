// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port that no agent holds, heard by the agent's own bundles: the same framework, configured
 * for ports and drivers only. What it needs on disk lies in a directory of its own and goes with
 * it.
 */
public final class FreePort implements PumpsHeard {
  private static final Logger log = LoggerFactory.getLogger(FreePort.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Path directory;
  private final StateDirectory state;
  private final BridgeFramework bridge;

  private FreePort(Path directory, StateDirectory state, BridgeFramework bridge) {
    this.directory = directory;
    this.state = state;
    this.bridge = bridge;
  }

  /**
   * Starts the bundles.
   *
   * @param families protocol families, or {@code all}
   */
  public static FreePort open(String port, List<String> families)
      throws LaunchException, InterruptedException {
    ShippedBundles bundles = ShippedBundles.ofThisProduct();
    Path directory = temporary();
    StateDirectory state = StateDirectory.take(directory);
    BridgeFramework bridge =
        BridgeFramework.start(
            new FrameworkFactory(),
            bundles,
            state,
            directory,
            Map.of(
                "io.pumpbridge.transports", Map.of("ports", new String[] {port}),
                "io.pumpbridge.drivers", Map.of("families", families.toArray(String[]::new)),
                "io.pumpbridge.gateway.freeports", Map.of()));
    FreePort free = new FreePort(directory, state, bridge);
    try {
      bridge.awaitRunning(START_LIMIT);
      return free;
    } catch (LaunchException | InterruptedException e) {
      free.close();
      throw e;
    }
  }

  private static Path temporary() throws LaunchException {
    try {
      return Files.createTempDirectory("pump-bridge-");
    } catch (IOException e) {
      throw new LaunchException(
          LaunchException.Fault.DEVICE,
          "no-room",
          "No temporary directory can be made: " + e.getMessage() + ".");
    }
  }

  @Override
  public void watch(Consumer<Map<String, Object>> lines) throws LaunchException {
    Consumer<String> listener = line -> lines.accept(parse(line));
    new Desk(bridge).call(DeskSocket.PUMPS, "watch", "", listener);
  }

  private static Map<String, Object> parse(String line) {
    try {
      return JSON.std.mapFrom(line);
    } catch (IOException e) {
      throw new IllegalStateException("our own bundles write JSON", e);
    }
  }

  @Override
  public void close() {
    bridge.close();
    state.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.warn("a temporary directory stays behind path={}", directory, e);
    }
  }
}
