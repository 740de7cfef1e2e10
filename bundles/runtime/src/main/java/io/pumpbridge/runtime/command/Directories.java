// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a bridge is told things and where it keeps them. */
final class Directories {
  static final String DEFAULT_CONFIG = "/etc/pump-bridge";
  static final String DEFAULT_STATE = "/var/lib/pump-bridge";

  @Option(
      names = "--config",
      paramLabel = "DIR",
      defaultValue = DEFAULT_CONFIG,
      description = "Directory with pump-bridge.json and anchors/ (default: ${DEFAULT-VALUE}).")
  Path config = Path.of(DEFAULT_CONFIG);

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = DEFAULT_STATE,
      description =
          "Directory for keys, journal and drug library; made if need be (default:"
              + " ${DEFAULT-VALUE}).")
  Path state = Path.of(DEFAULT_STATE);

  @Option(names = "--json", description = "Answer and complain in JSON, for programs.")
  boolean json;
}
