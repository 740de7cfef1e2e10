// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;

/** A last drain where no agent runs: just the bundles that it takes, and no pump. */
public final class OwnDraining implements Draining {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Set<String> PIDS =
      Set.of("io.pumpbridge.trust", "io.pumpbridge.journal", "io.pumpbridge.uplink");

  private final StateDirectory state;
  private final BridgeFramework bridge;
  private final LastDrain drain;
  private boolean left;

  private OwnDraining(StateDirectory state, BridgeFramework bridge) {
    this.state = state;
    this.bridge = bridge;
    this.drain = new LastDrain(bridge);
  }

  /**
   * Starts them.
   *
   * @throws LaunchException if they do not start, or the state directory is in use
   */
  public static OwnDraining start(
      Path config,
      Path directory,
      ShippedBundles bundles,
      Settings settings,
      Map<String, Object> why)
      throws LaunchException, InterruptedException {
    StateDirectory state = StateDirectory.take(directory);
    BridgeFramework bridge;
    try {
      Map<String, Map<String, Object>> wanted = new TreeMap<>(settings.byPid());
      wanted.keySet().retainAll(PIDS);
      bridge = BridgeFramework.start(new FrameworkFactory(), bundles, state, config, wanted);
    } catch (LaunchException e) {
      state.close();
      throw e;
    }
    OwnDraining draining = new OwnDraining(state, bridge);
    try {
      bridge.awaitRunning(START_LIMIT);
      draining.drain.begin(why);
      return draining;
    } catch (LaunchException | InterruptedException e) {
      draining.leave();
      throw e;
    }
  }

  @Override
  public Map<String, Object> standing() throws LaunchException {
    try {
      Thread.sleep(LastDrain.LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return drain.standing();
  }

  @Override
  public void leave() {
    left = true;
    bridge.close();
    state.close();
  }

  @Override
  public void close() {
    if (!left) {
      drain.abandon();
      leave();
    }
  }
}
