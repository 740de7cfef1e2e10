// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code fleet simulate}, ended by a signal. What it measures shows {@code .ci/checks/fleet.sh}.
 */
class FleetSimulateIT {
  /** Says that it runs, and serves nobody. */
  private static final String BROKER =
      """
      #!/bin/sh
      echo ' running' >"$(sed -n 's/^log_dest file //p' "$2")"
      printf '%s %s' $$ "$2" >"$0.said.new" && mv "$0.said.new" "$0.said"
      exec sleep 600
      """;

  @TempDir private Path directory;

  @Test
  void aSignalLeavesNeitherABrokerNorKeys() throws Exception {
    Path broker = Files.writeString(directory.resolve("broker"), BROKER);
    Files.setPosixFilePermissions(broker, PosixFilePermissions.fromString("rwx------"));
    Path said = directory.resolve("broker.said");
    StartedProduct fleet =
        StartedProduct.start(
            directory, "fleet", "simulate", "--gateways", "1", "--mosquitto", broker.toString());
    try (fleet) {
      fleet.await("the broker runs", () -> Files.exists(said));
    }
    String[] words = Files.readString(said).split(" ", 2);
    assertThat(ProcessHandle.of(Long.parseLong(words[0])).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(Path.of(words[1]).getParent().getParent()).doesNotExist();
  }
}
