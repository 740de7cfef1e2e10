// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.time.Duration;

/**
 * What a hospital may choose.
 *
 * @param maxMegabytes all the journal may occupy, 16 to 4096
 * @param telemetryCommitMs how long samples may wait for the disk, 100 to 60000
 * @param auditPercent the audit lane's own part of the room, 5 to 50
 */
record Settings(int maxMegabytes, int telemetryCommitMs, int auditPercent) {

  Settings {
    requireWithin("max.megabytes", maxMegabytes, 16, 4_096);
    requireWithin("telemetry.commit.ms", telemetryCommitMs, 100, 60_000);
    requireWithin("audit.percent", auditPercent, 5, 50);
  }

  long maxBytes() {
    return maxMegabytes * 1_048_576L;
  }

  Room room() {
    return new Room(maxBytes(), auditPercent);
  }

  Duration telemetryCommit() {
    return Duration.ofMillis(telemetryCommitMs);
  }

  private static void requireWithin(String name, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          "%s is %d but must be %d to %d".formatted(name, value, lowest, highest));
    }
  }
}
