// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * The file that systemd-timesyncd touches each time it has heard its server
 * (systemd-timesyncd.service(8)). It stays when the server is lost or the daemon stopped, so its
 * age counts: as long as the kernel believes a daemon that says no more.
 */
public final class TimesyncdMark implements TimeService {
  public static final Path FILE = Path.of("/run/systemd/timesync/synchronized");

  /** The kernel adds 500 ppm to the bound of the error and gives up at 16 s. */
  static final Duration COUNTS = Duration.ofSeconds(32_000);

  /** A file's time and the clock's are not read at one moment. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  private final Path file;

  public TimesyncdMark(Path file) {
    this.file = file;
  }

  @Override
  public TimeSource source() {
    return TimeSource.TIMESYNCD;
  }

  @Override
  public Statement ask(Instant now) {
    try {
      Instant touched = Files.getLastModifiedTime(file).toInstant();
      boolean counts = !touched.isAfter(now.plus(AHEAD)) && !touched.plus(COUNTS).isBefore(now);
      return counts
          ? Statement.synchronised(TimeSource.TIMESYNCD)
          : Statement.not(TimeSource.TIMESYNCD);
    } catch (IOException absent) {
      return Statement.silent(TimeSource.TIMESYNCD);
    }
  }
}
