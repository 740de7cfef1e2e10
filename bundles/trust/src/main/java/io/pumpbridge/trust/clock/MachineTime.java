// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

/** The one place that asks the machine for the time. */
public final class MachineTime implements Supplier<RawTime> {
  /** systemd-timesyncd makes it once it has set the clock from a server. */
  public static final Path SYSTEMD_MARK = Path.of("/run/systemd/timesync/synchronized");

  private static final long NANOS_PER_MS = 1_000_000;

  private final Path synchronisedMark;
  private final Clock system = Clock.systemUTC();
  private final long startNanos = System.nanoTime();

  public MachineTime(Path synchronisedMark) {
    this.synchronisedMark = synchronisedMark;
  }

  @Override
  public RawTime get() {
    long monotonicMs = (System.nanoTime() - startNanos) / NANOS_PER_MS;
    return new RawTime(system.instant(), Files.exists(synchronisedMark), monotonicMs);
  }
}
