// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.LinkedHashMap;
import java.util.Map;

/** The agent's own validator; the port is described in {@code model}. */
public final class TrustDesk {
  private static final String PORT = "io.pumpbridge.model.trust.TrustDesk";

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.trust.desk";

  private final Desk desk;

  public TrustDesk(TemporaryBridge bridge) {
    this.desk = bridge.desk();
  }

  /** Judges a chain. */
  public Map<String, Object> check(Map<String, Object> question) throws LaunchException {
    return answer("check", question);
  }

  /** Verifies a signature. */
  public Map<String, Object> checkSignature(Map<String, Object> question) throws LaunchException {
    return answer("checkSignature", question);
  }

  private Map<String, Object> answer(String method, Map<String, Object> question)
      throws LaunchException {
    Map<String, Object> answer = new LinkedHashMap<>();
    if (desk.call(PORT, method, question) instanceof Map<?, ?> told) {
      told.forEach((name, value) -> answer.put(String.valueOf(name), value));
    }
    return answer;
  }
}
