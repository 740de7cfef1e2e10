// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.Map;

/** Site packages without a gateway; the port is described in {@code model}. */
public final class SiteDesk {
  private static final String PORT = "io.pumpbridge.model.trust.SiteDesk";

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.trust.sitedesk";

  private final Desk desk;

  public SiteDesk(TemporaryBridge bridge) {
    this.desk = bridge.desk();
  }

  /** What is to be signed. */
  public Map<String, Object> make(Map<String, Object> wish) throws LaunchException {
    return Answers.map(desk.call(PORT, "make", wish));
  }

  /**
   * Judges a signed one.
   *
   * @param inForce what a gateway has; empty for one that knows nobody
   */
  public Map<String, Object> judge(byte[] signed, byte[] inForce) throws LaunchException {
    return Answers.map(desk.call(PORT, "judge", signed, inForce));
  }
}
