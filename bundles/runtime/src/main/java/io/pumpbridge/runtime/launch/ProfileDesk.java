// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;

/** What the bundles say about device profiles; the port is described in {@code model}. */
public final class ProfileDesk {
  private static final String PORT = "io.pumpbridge.model.pump.ProfileDesk";

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.drivers.profiledesk";

  private final Desk desk;

  public ProfileDesk(TemporaryBridge bridge) {
    this.desk = bridge.desk();
  }

  /** All there is to say about a file, as the port tells it. */
  public Map<String, Object> lint(ProfileFile file) throws LaunchException {
    String name = String.valueOf(file.path().getFileName());
    try {
      return JSON.std.mapFrom(String.valueOf(desk.call(PORT, "lint", name, file.content())));
    } catch (IOException e) {
      throw new IllegalStateException("our own bundles write JSON", e);
    }
  }

  /** The JSON Schema of a device profile. */
  public String schema() throws LaunchException {
    return String.valueOf(desk.call(PORT, "schema"));
  }
}
