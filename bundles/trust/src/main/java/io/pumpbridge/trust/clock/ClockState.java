// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.time.ClockReading;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What there is to say of the clock.
 *
 * @param machine what the machine says
 * @param shown what is made of it
 * @param floorBy who said the time that the floor is, by name: {@value #MACHINE} for the machine's
 *     own clock, or the SHA-256 of an anchor's key; empty if it follows from what this gateway had
 *     before, and the time it has run since
 * @param waitingResets resets that the audit trail does not have yet
 */
public record ClockState(
    RawTime machine,
    ClockReading shown,
    Instant floor,
    Optional<String> floorBy,
    Instant built,
    int waitingResets) {

  /** The name of the machine's own clock among those who say what time it is. */
  public static final String MACHINE = "machine";

  /** Whether the floor is what that authority, or somebody below it, signed. */
  public boolean floorIsBy(X509Certificate anchor) {
    return floorBy.filter(Witness.of(anchor).name()::equals).isPresent();
  }
}
