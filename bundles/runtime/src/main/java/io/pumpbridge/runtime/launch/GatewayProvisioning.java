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
 * One gateway's certificate by files: by the agent that runs with its state directory, else by the
 * same bundles for as long as it takes. The port is described in {@code model}.
 */
public final class GatewayProvisioning {
  static final String PORT = "io.pumpbridge.model.trust.Provisioning";

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final String TRUST = "io.pumpbridge.trust";

  private final Path config;
  private final Path state;

  public GatewayProvisioning(Path config, Path state) {
    this.config = config;
    this.state = state;
  }

  /** A certificate request, PEM; for the key that waits, which is made if there is none. */
  public String request() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    return agent.isPresent() ? agent.get().request() : String.valueOf(offline("request"));
  }

  /**
   * Takes the certificate that came back.
   *
   * @return whether a running agent has it, and shows it from its next connection on
   */
  public boolean install(String pem) throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    if (agent.isPresent()) {
      agent.get().install(pem);
    } else {
      Object unused = offline("install", pem);
    }
    return agent.isPresent();
  }

  private Object offline(String method, Object... arguments)
      throws LaunchException, InterruptedException {
    ShippedBundles bundles = ShippedBundles.ofThisProduct();
    Map<String, Map<String, Object>> settings =
        new TreeMap<>(Settings.read(config, bundles, Map.of()).byPid());
    settings.keySet().retainAll(Set.of(TRUST));
    try (StateDirectory locked = StateDirectory.take(state);
        BridgeFramework bridge =
            BridgeFramework.start(new FrameworkFactory(), bundles, locked, config, settings)) {
      bridge.awaitRunning(START_LIMIT);
      return new Desk(bridge).call(PORT, method, arguments);
    }
  }
}
