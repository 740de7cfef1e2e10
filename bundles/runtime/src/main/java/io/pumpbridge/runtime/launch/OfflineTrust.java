// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;

/**
 * A gateway's own trust, for one call, where no agent runs with its state directory.
 *
 * @param beside components that stand on trust and are called up by an empty configuration
 */
record OfflineTrust(Path config, Path state, Set<String> beside) {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final String TRUST = "io.pumpbridge.trust";

  OfflineTrust(Path config, Path state) {
    this(config, state, Set.of());
  }

  /** Calls {@code port.method(arguments)} and stops everything again. */
  Object call(String port, String method, Object... arguments)
      throws LaunchException, InterruptedException {
    ShippedBundles bundles = ShippedBundles.ofThisProduct();
    Map<String, Map<String, Object>> settings =
        new TreeMap<>(Settings.read(config, bundles, Map.of()).byPid());
    settings.keySet().retainAll(Set.of(TRUST));
    beside.forEach(pid -> settings.put(pid, Map.of()));
    try (StateDirectory locked = StateDirectory.take(state);
        BridgeFramework bridge =
            BridgeFramework.start(new FrameworkFactory(), bundles, locked, config, settings)) {
      bridge.awaitRunning(START_LIMIT);
      return new Desk(bridge).call(port, method, arguments);
    }
  }
}
