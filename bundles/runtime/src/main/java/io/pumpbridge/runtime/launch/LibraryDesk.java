// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.Map;

/** What the bundles say about library documents; the port is described in {@code model}. */
public final class LibraryDesk {
  private static final String PORT = "io.pumpbridge.model.dose.LibraryDesk";

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.druglibrary.desk";

  private final Desk desk;

  public LibraryDesk(TemporaryBridge bridge) {
    this.desk = bridge.desk();
  }

  /** Reads a document as the gateway would. */
  public Map<String, Object> read(byte[] document) throws LaunchException {
    return Answers.map(desk.call(PORT, "read", document));
  }

  /** The JSON Schema of a {@code library}, an {@code association} or an {@code order}. */
  public String schema(String of) throws LaunchException {
    return String.valueOf(desk.call(PORT, "schema", of));
  }
}
