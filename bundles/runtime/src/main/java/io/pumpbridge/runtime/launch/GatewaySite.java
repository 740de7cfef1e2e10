// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;

/**
 * Whom one gateway trusts: asked of the agent that runs with its state directory, else of the same
 * bundles for as long as it takes. The port is described in {@code model}.
 */
public final class GatewaySite {
  static final String PORT = "io.pumpbridge.model.trust.SitePackages";

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final String TRUST = "io.pumpbridge.trust";

  private final Path config;
  private final Path state;

  public GatewaySite(Path config, Path state) {
    this.config = config;
    this.state = state;
  }

  /** Whom it trusts now. */
  public Map<String, Object> show() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    return agent.isPresent() ? agent.get().showSite() : offline("showSite");
  }

  /**
   * Hands it a package.
   *
   * @param code empty if none
   */
  public Map<String, Object> install(byte[] signed, String code)
      throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    return agent.isPresent()
        ? agent.get().installSite(signed, code)
        : offline("installSite", signed, code);
  }

  private Map<String, Object> offline(String method, Object... arguments)
      throws LaunchException, InterruptedException {
    ShippedBundles bundles = ShippedBundles.ofThisProduct();
    Map<String, Map<String, Object>> settings =
        new TreeMap<>(Settings.read(config, bundles, Map.of()).byPid());
    settings.keySet().retainAll(Set.of(TRUST));
    try (StateDirectory locked = StateDirectory.take(state);
        BridgeFramework bridge =
            BridgeFramework.start(new FrameworkFactory(), bundles, locked, config, settings)) {
      bridge.awaitRunning(START_LIMIT);
      return Answers.map(new Desk(bridge).call(PORT, method, arguments));
    }
  }
}
