// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One gateway's certificate by files: by the agent that runs with its state directory, else by the
 * same bundles for as long as it takes. The port is described in {@code model}.
 */
public final class GatewayProvisioning {
  static final String PORT = "io.pumpbridge.model.trust.Provisioning";

  private final Path config;
  private final Path state;

  public GatewayProvisioning(Path config, Path state) {
    this.config = config;
    this.state = state;
  }

  /** A certificate request, PEM; for the key that waits, which is made if there is none. */
  public String request() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    return agent.isPresent()
        ? agent.get().request()
        : String.valueOf(OfflineTrust.configured(config, state).call(PORT, "request"));
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
      Object unused = OfflineTrust.configured(config, state).call(PORT, "install", pem);
    }
    return agent.isPresent();
  }
}
