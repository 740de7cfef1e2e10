// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;

/**
 * The bundles that a gateway's last hour takes, in this very process, and no pump: trust and
 * journal, and for a last drain where no agent runs the uplink. One framework for all of it,
 * because a JVM loads the journal's native library only once.
 */
public final class Caretaker implements Draining {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String UPLINK = "io.pumpbridge.uplink";

  /** It needs no configuration, and would say at each start what library is in force. */
  private static final Set<String> RESTING = Set.of("io.pumpbridge.druglibrary");

  /**
   * Trust starts in a gateway that is being wiped only for whoever wipes it, and renews nothing.
   */
  private static final Map<String, String> FINISHING =
      Map.of("io.pumpbridge.decommissioning", "finish");

  private final BridgeFramework bridge;
  private final LastDrain drain;
  private boolean draining;

  private Caretaker(BridgeFramework bridge) {
    this.bridge = bridge;
    this.drain = new LastDrain(bridge);
  }

  /**
   * Starts them.
   *
   * @param state locked by the caller, who keeps it
   * @param withUplink whether somebody will drain
   */
  public static Caretaker start(
      StateDirectory state, Path config, ShippedBundles bundles, boolean withUplink)
      throws LaunchException, InterruptedException {
    Map<String, Map<String, Object>> settings =
        new TreeMap<>(Settings.read(config, bundles, Map.of()).byPid());
    settings
        .keySet()
        .retainAll(
            withUplink
                ? Set.of("io.pumpbridge.trust", "io.pumpbridge.journal", UPLINK)
                : Set.of("io.pumpbridge.trust", "io.pumpbridge.journal"));
    Caretaker caretaker =
        new Caretaker(
            BridgeFramework.start(
                new FrameworkFactory(), bundles, state, config, settings, RESTING, FINISHING));
    try {
      caretaker.bridge.awaitRunning(START_LIMIT);
      return caretaker;
    } catch (LaunchException | InterruptedException e) {
      caretaker.close();
      throw e;
    }
  }

  /** Says to the server why, and takes nothing new from then on. */
  public void begin(Map<String, Object> why) throws LaunchException {
    drain.begin(why);
    draining = true;
  }

  public Farewell farewell() {
    return new Farewell(bridge);
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

  /** The server is told no more; the journal can still be asked. */
  @Override
  public void leave() throws LaunchException {
    draining = false;
    bridge.setWorking(UPLINK, false);
  }

  @Override
  public void close() {
    if (draining) {
      draining = false;
      drain.abandon();
    }
    bridge.close();
  }
}
