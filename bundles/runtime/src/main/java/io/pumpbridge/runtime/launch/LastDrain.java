// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bridge that takes nothing new and gives away what it holds. Pumps are released in order and go
 * on as they are; the uplink goes on until the server has confirmed everything.
 */
final class LastDrain {
  private static final Logger log = LoggerFactory.getLogger(LastDrain.class);

  /** How often somebody is told how it goes. */
  static final long LOOK_MS = 250;

  /** The bundle that brings news; without it nothing is heard from a pump. */
  private static final String NEWS = "io.pumpbridge.gateway";

  private final BridgeFramework bridge;
  private final Farewell farewell;
  private Map<String, Object> details = Map.of();

  LastDrain(BridgeFramework bridge) {
    this.bridge = bridge;
    this.farewell = new Farewell(bridge);
  }

  /**
   * Begins.
   *
   * @param why goes to the server, with every certificate that is to be revoked
   */
  void begin(Map<String, Object> why) throws LaunchException {
    Map<String, Object> who = farewell.who();
    Map<String, Object> told = new LinkedHashMap<>(why);
    told.put("serial", who.get("serial"));
    told.put("sha256", who.get("sha256"));
    told.put("certificates", Certificates.inOneLine(who));
    details = told;
    bridge.setWorking(NEWS, false);
    log.info("no pump is followed any more, the last records go to the server");
    farewell.say("GATEWAY_DECOMMISSIONED", told);
  }

  /** {@code {"what":"draining","undelivered":n,"alarm":n,…}}. */
  Map<String, Object> standing() throws LaunchException {
    List<Map<String, Object>> heads = farewell.heads();
    Map<String, Object> standing = new LinkedHashMap<>();
    standing.put("what", "draining");
    standing.put("undelivered", Farewell.undelivered(heads));
    for (Map<String, Object> head : heads) {
      long here = Farewell.undelivered(List.of(head));
      standing.merge(
          String.valueOf(head.get("lane")), here, (one, other) -> (Long) one + (Long) other);
    }
    return standing;
  }

  /** Nobody wants it any more: pumps are followed again. */
  void abandon() {
    try {
      farewell.say("DECOMMISSION_ABANDONED", details);
      bridge.setWorking(NEWS, true);
      log.info("the gateway is not wiped after all, pumps are followed again");
    } catch (LaunchException | IllegalStateException e) {
      log.warn("pumps may not be followed again, restart the agent why={}", e.getMessage());
    }
  }
}
