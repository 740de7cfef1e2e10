// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whom one gateway trusts: asked of the agent that runs with its state directory, else of the same
 * bundles for as long as it takes. The port is described in {@code model}.
 */
public final class GatewaySite {
  static final String PORT = "io.pumpbridge.model.trust.SitePackages";

  private final Path config;
  private final Path state;

  public GatewaySite(Path config, Path state) {
    this.config = config;
    this.state = state;
  }

  /** Whom it trusts now. */
  public Map<String, Object> show() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    return agent.isPresent() ? agent.get().showSite() : looking("showSite");
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

  private Map<String, Object> looking(String method) throws LaunchException, InterruptedException {
    try (LookedAt place = LookedAt.of(state)) {
      return Answers.map(OfflineTrust.configured(config, place.path()).call(PORT, method));
    }
  }

  private Map<String, Object> offline(String method, Object... arguments)
      throws LaunchException, InterruptedException {
    return Answers.map(OfflineTrust.configured(config, state).call(PORT, method, arguments));
  }
}
