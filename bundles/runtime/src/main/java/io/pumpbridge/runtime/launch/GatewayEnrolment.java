// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One gateway's certificate over the network: by the agent that runs with its state directory, else
 * by the same bundles for as long as it takes. The port is described in {@code model}.
 */
public final class GatewayEnrolment {
  static final String PORT = "io.pumpbridge.model.trust.Enrolment";

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
    return OfflineTrust.configured(config, state).during(desk -> ask(desk, method, arguments));
  }

  /** Calls the port, and says whose turn it is if it refuses. */
  static Map<String, Object> ask(Desk desk, String method, Object... arguments)
      throws LaunchException {
    try {
      return Answers.map(desk.call(PORT, method, arguments));
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
