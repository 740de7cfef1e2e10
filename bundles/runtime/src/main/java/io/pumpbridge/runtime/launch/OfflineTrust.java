// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;

/**
 * A gateway's own trust where no agent runs with its state directory, for as long as it takes.
 *
 * @param settings by PID: of trust, and of components that stand on it
 */
record OfflineTrust(Path config, Path state, Map<String, Map<String, Object>> settings) {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final String TRUST = "io.pumpbridge.trust";

  /** What is done with it. */
  interface Work<T> {
    T with(Desk desk) throws LaunchException;
  }

  /**
   * As the gateway is configured.
   *
   * @param beside components that an empty configuration calls up
   */
  static OfflineTrust configured(Path config, Path state, String... beside) throws LaunchException {
    Map<String, Map<String, Object>> settings =
        new TreeMap<>(Settings.read(config, ShippedBundles.ofThisProduct(), Map.of()).byPid());
    settings.keySet().retainAll(Set.of(TRUST));
    return calling(config, state, settings, beside);
  }

  /**
   * As the gateway is configured, for who only looks.
   *
   * @throws LaunchException also if there is no state directory: looking makes none
   */
  static OfflineTrust existing(Path config, Path state, String... beside) throws LaunchException {
    StateDirectory.requireThere(state);
    return configured(config, state, beside);
  }

  /** With another configuration of trust than the gateway's, for what needs only its keys. */
  static OfflineTrust of(Path config, Path state, Map<String, Object> trust, String... beside) {
    return calling(config, state, new TreeMap<>(Map.of(TRUST, trust)), beside);
  }

  private static OfflineTrust calling(
      Path config, Path state, Map<String, Map<String, Object>> settings, String... beside) {
    for (String pid : beside) {
      settings.put(pid, Map.of());
    }
    return new OfflineTrust(config, state, settings);
  }

  /** Calls {@code port.method(arguments)} and stops everything again. */
  Object call(String port, String method, Object... arguments)
      throws LaunchException, InterruptedException {
    return during(desk -> desk.call(port, method, arguments));
  }

  /** Starts it, has the work done and stops everything again. */
  <T> T during(Work<T> work) throws LaunchException, InterruptedException {
    try (StateDirectory locked = StateDirectory.take(state);
        BridgeFramework bridge =
            BridgeFramework.start(
                new FrameworkFactory(), ShippedBundles.ofThisProduct(), locked, config, settings)) {
      bridge.awaitRunning(START_LIMIT);
      return work.with(new Desk(bridge));
    }
  }
}
