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

  /** Looks at a document with a pharmacist's eyes. */
  public Map<String, Object> lint(byte[] document, String at) throws LaunchException {
    return Answers.map(desk.call(PORT, "lint", document, at));
  }

  /** What differs between two documents. */
  public Map<String, Object> diff(byte[] before, byte[] after) throws LaunchException {
    return Answers.map(desk.call(PORT, "diff", before, after));
  }

  /** Makes a document of a table. */
  public Map<String, Object> importTable(byte[] csv, Map<String, Object> title)
      throws LaunchException {
    return Answers.map(desk.call(PORT, "importTable", csv, title));
  }

  /** An example as {@code json} or {@code csv}. */
  public String example(String form) throws LaunchException {
    return String.valueOf(desk.call(PORT, "example", form));
  }

  /** The JSON Schema of a {@code library}, an {@code association} or an {@code order}. */
  public String schema(String of) throws LaunchException {
    return String.valueOf(desk.call(PORT, "schema", of));
  }
}
