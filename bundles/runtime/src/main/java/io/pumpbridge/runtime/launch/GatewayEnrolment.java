// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;

/**
 * One gateway's certificate over the network: by the agent that runs with its state directory, else
 * by the same bundles for as long as it takes. The port is described in {@code model}.
 */
public final class GatewayEnrolment {
  static final String PORT = "io.pumpbridge.model.trust.Enrolment";

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final String TRUST = "io.pumpbridge.trust";

  /** What whoever calls gave wrongly, or has to bring first; the rest failed elsewhere. */
  private static final Set<String> USED_WRONGLY =
      Set.of(
          "est-not-configured",
          "est-server-invalid",
          "code-invalid",
          "bootstrap-unreadable",
          "fingerprint-invalid",
          "revocation-unknown",
          "revocation-stale",
          "revocation-list-untrusted",
          "revocation-list-unusable",
          "malformed",
          "too-large",
          "no-identity",
          "no-anchors");

  private final Path config;
  private final Path state;

  public GatewayEnrolment(Path config, Path state) {
    this.config = config;
    this.state = state;
  }

  /** Gets a first certificate; no agent may be running, since it would be without one. */
  public Map<String, Object> enrol(Map<String, Object> order)
      throws LaunchException, InterruptedException {
    return offline("enrol", order);
  }

  /** Gets the next certificate now. A running agent shows it from its next connection on. */
  public Map<String, Object> renew() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    return agent.isPresent() ? agent.get().renew() : offline("renew");
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
      return ask(new Desk(bridge), method, arguments);
    }
  }

  /** Calls the port, and says whose turn it is if it refuses. */
  static Map<String, Object> ask(Desk desk, String method, Object... arguments)
      throws LaunchException {
    try {
      Map<String, Object> answer = new LinkedHashMap<>();
      if (desk.call(PORT, method, arguments) instanceof Map<?, ?> told) {
        told.forEach((name, value) -> answer.put(String.valueOf(name), value));
      }
      return answer;
    } catch (LaunchException refused) {
      throw refusal(refused.code(), refused.problems());
    }
  }

  static LaunchException refusal(String code, List<String> problems) {
    LaunchException.Fault fault =
        USED_WRONGLY.contains(code) ? LaunchException.Fault.USAGE : LaunchException.Fault.DEVICE;
    return new LaunchException(fault, code, problems);
  }
}
