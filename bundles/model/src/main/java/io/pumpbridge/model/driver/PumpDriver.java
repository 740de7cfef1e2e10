// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import io.pumpbridge.model.link.LineSettings;
import java.util.Optional;

/** Speaks one pump protocol. */
public interface PumpDriver {

  /** The protocol family, for example {@code alaris}. */
  String protocol();

  LineSettings lineSettings();

  /**
   * Where the family stands among those that a port is tried with: lower comes first. Whoever
   * listens before it speaks comes first, then those whose first request a checksum of 16 bits
   * protects, then weaker sums, then what may be harmed by others. No two families share a number.
   */
  int probeOrder();

  /**
   * How long a freshly opened line may stay without an answer that this protocol understands before
   * another driver may try, in milliseconds; the last 500 ms of it must be silence of ours.
   */
  long probeMs();

  /** A session that knows nothing yet; its first input is {@link SessionInput.Opened}. */
  PumpSession newSession();

  /**
   * In which steps its sessions set a pump; empty if they set none, because the protocol does not
   * allow it or the site has not enabled it.
   */
  default Optional<ProgrammeSteps> programmeSteps() {
    return Optional.empty();
  }
}
