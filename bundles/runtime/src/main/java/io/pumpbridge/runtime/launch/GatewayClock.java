// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The trusted clock of one gateway: asked of the agent that runs with its state directory, else of
 * the same bundles for as long as it takes. The port is described in {@code model}.
 */
public final class GatewayClock {
  static final String PORT = "io.pumpbridge.model.trust.ClockDesk";

  private final Path config;
  private final Path state;

  public GatewayClock(Path config, Path state) {
    this.config = config;
    this.state = state;
  }

  /** How it stands. */
  public Map<String, Object> show() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    return agent.isPresent() ? agent.get().showClock() : looking("show");
  }

  /**
   * Sets its floor.
   *
   * @param to empty for the build date
   */
  public Map<String, Object> reset(String to, String why)
      throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    return agent.isPresent() ? agent.get().resetClock(to, why) : offline("reset", to, why);
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
