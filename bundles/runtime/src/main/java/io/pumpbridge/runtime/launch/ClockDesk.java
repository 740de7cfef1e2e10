// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;

/**
 * The trusted clock of a gateway, the running agent's or that of a state directory where none runs;
 * the port is described in {@code model}.
 */
public final class ClockDesk implements AutoCloseable {
  static final String PORT = "io.pumpbridge.model.trust.ClockDesk";

  private static final String TRUST = "io.pumpbridge.trust";
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** How it is asked. */
  private interface Asked {
    Object call(String method, String... arguments) throws LaunchException;
  }

  private final Asked asked;
  private final Runnable end;

  private ClockDesk(Asked asked, Runnable end) {
    this.asked = asked;
    this.end = end;
  }

  /**
   * Opens it.
   *
   * @param config read only if no agent runs with the state directory
   */
  public static ClockDesk open(Path state, Path config)
      throws LaunchException, InterruptedException {
    Optional<RunningAgent> agent = RunningAgent.find(state);
    if (agent.isPresent()) {
      return new ClockDesk((method, arguments) -> agent.get().clock(method, arguments), () -> {});
    }
    ShippedBundles bundles = ShippedBundles.ofThisProduct();
    Map<String, Map<String, Object>> trust =
        new TreeMap<>(Settings.read(config, bundles, Map.of()).byPid());
    trust.keySet().retainAll(Set.of(TRUST));
    StateDirectory taken = StateDirectory.take(state);
    BridgeFramework bridge =
        BridgeFramework.start(new FrameworkFactory(), bundles, taken, config, trust);
    Desk desk = new Desk(bridge);
    ClockDesk clock =
        new ClockDesk(
            (method, arguments) -> desk.call(PORT, method, (Object[]) arguments),
            () -> {
              bridge.close();
              taken.close();
            });
    try {
      bridge.awaitRunning(START_LIMIT);
      return clock;
    } catch (LaunchException | InterruptedException e) {
      clock.close();
      throw e;
    }
  }

  /** How it stands. */
  public Map<String, Object> show() throws LaunchException {
    return answer(asked.call("show"));
  }

  /**
   * Sets its floor.
   *
   * @param to empty for the build date
   */
  public Map<String, Object> reset(String to, String why) throws LaunchException {
    return answer(asked.call("reset", to, why));
  }

  private static Map<String, Object> answer(Object told) {
    Map<String, Object> answer = new LinkedHashMap<>();
    if (told instanceof Map<?, ?> map) {
      map.forEach((name, value) -> answer.put(String.valueOf(name), value));
    }
    return answer;
  }

  @Override
  public void close() {
    end.run();
  }
}
