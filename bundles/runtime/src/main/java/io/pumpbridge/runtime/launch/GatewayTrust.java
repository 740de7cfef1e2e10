// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who one gateway is and whom it trusts: asked of the agent that runs with its state directory,
 * else of the same bundles for as long as it takes. The port is described in {@code model}.
 */
public final class GatewayTrust {
  static final String PORT = "io.pumpbridge.model.trust.TrustOverview";

  private final Path config;
  private final Path state;

  public GatewayTrust(Path config, Path state) {
    this.config = config;
    this.state = state;
  }

  /** How it stands now. */
  public Map<String, Object> show() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    return agent.isPresent()
        ? agent.get().showTrust()
        : Answers.map(OfflineTrust.existing(config, state).call(PORT, "showTrust"));
  }
}
