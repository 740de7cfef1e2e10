// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.trust.timeservice.Statement;
import io.pumpbridge.trust.timeservice.TimeSource;
import io.pumpbridge.trust.timeservice.Watched;
import java.time.Instant;
import java.util.List;

/**
 * What the machine says, before anybody believes it.
 *
 * @param said what time services say of the system clock, as far as it counts now
 */
public record RawTime(Instant system, List<Statement> said, long monotonicMs) {
  public RawTime {
    said = List.copyOf(said);
  }

  /** With one who vouches for the clock, or with nobody. */
  public RawTime(Instant system, boolean synchronised, long monotonicMs) {
    this(
        system,
        synchronised ? List.of(Statement.synchronised(TimeSource.TIMESYNCD)) : List.of(),
        monotonicMs);
  }

  /** Whether a time service vouches for the system clock. */
  public boolean synchronised() {
    return Watched.vouching(said).isPresent();
  }
}
