// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.trust.clock.FlooredClock;
import java.util.Optional;

/**
 * What else there is to say of the clock, if nothing weightier is to be said.
 *
 * @param rest heard first
 */
record ClockHealth(FlooredClock clock, HealthCheck rest) implements HealthCheck {

  @Override
  public String part() {
    return rest.part();
  }

  @Override
  public Health check() {
    Health other = rest.check();
    Optional<ClockReading> jumped = clock.jumped();
    boolean weightier = other.level() != Level.OK && other.worksUntil().isEmpty();
    return weightier || jumped.isEmpty()
        ? other
        : new Health(
            Level.WARNING,
            "clock-jumped",
            "This gateway's clock jumped by over a year, to "
                + jumped.get().wall()
                + ": look at its battery and its time service; the audit trail has both times.");
  }
}
