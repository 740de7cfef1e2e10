// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.Map;

/** Opens what a gateway put into escrow; the port is described in {@code model}. */
public final class EscrowDesk {
  private static final String PORT = "io.pumpbridge.model.trust.EscrowDesk";

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.trust.escrow";

  private final Desk desk;

  public EscrowDesk(TemporaryBridge bridge) {
    this.desk = bridge.desk();
  }

  /** As the port has it. */
  public Map<String, Object> unlock(byte[] envelope, byte[] pkcs12, char[] password)
      throws LaunchException {
    return Answers.map(desk.call(PORT, "unlock", envelope, pkcs12, password));
  }
}
