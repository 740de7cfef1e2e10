// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which library is in force on one gateway: asked of the agent that runs with its state directory,
 * else verified by the same bundles for as long as it takes. The port is described in {@code
 * model}.
 */
public final class GatewayLibrary {
  static final String PORT = "io.pumpbridge.model.dose.LibraryStatusDesk";

  /** The component that offers it where no agent runs; an empty configuration calls it up. */
  private static final String PID = "io.pumpbridge.druglibrary.statusdesk";

  private final Path config;
  private final Path state;

  public GatewayLibrary(Path config, Path state) {
    this.config = config;
    this.state = state;
  }

  /** What is in force where, and why not; {@code agent} says who told it. */
  public Map<String, Object> status() throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    Map<String, Object> answer = agent.isPresent() ? agent.get().libraryStatus() : offline();
    answer.put("agent", agent.isPresent() ? "running" : "not-running");
    return answer;
  }

  private Map<String, Object> offline() throws LaunchException, InterruptedException {
    return Answers.map(OfflineTrust.existing(config, state, PID).call(PORT, "status"));
  }
}
