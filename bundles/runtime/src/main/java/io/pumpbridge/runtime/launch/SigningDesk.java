// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import io.pumpbridge.runtime.launch.LaunchException.Fault;
import java.util.List;
import java.util.Map;

/** Has people sign at a desk; the port is described in {@code model}. */
public final class SigningDesk {
  private static final String PORT = "io.pumpbridge.model.trust.SigningDesk";

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.trust.signingdesk";

  /** What is about keys and files that were given, and not about who may sign. */
  private static final List<String> GIVEN = List.of("signing-", "token-");

  private static final List<String> BROKEN = List.of("token-failed", "token-not-answering");

  private final Desk desk;

  public SigningDesk(TemporaryBridge bridge) {
    this.desk = bridge.desk();
  }

  /** What stands in a signed file and who says to have signed it, unproven. */
  public Map<String, Object> read(byte[] signed) throws LaunchException {
    return Answers.map(call("read", signed));
  }

  /** Adds a signature. */
  public Map<String, Object> sign(Map<String, Object> wish) throws LaunchException {
    return Answers.map(call("sign", wish));
  }

  private Object call(String method, Object argument) throws LaunchException {
    try {
      return desk.call(PORT, method, argument);
    } catch (LaunchException e) {
      throw new LaunchException(faultOf(e), e.code(), e.problems());
    }
  }

  private static Fault faultOf(LaunchException e) {
    if (e.fault() != Fault.USAGE) {
      return e.fault();
    }
    if (BROKEN.contains(e.code())) {
      return Fault.DEVICE;
    }
    return GIVEN.stream().anyMatch(e.code()::startsWith) ? Fault.USAGE : Fault.REFUSAL;
  }
}
