// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.trust.escrow.EscrowKeeper;

/**
 * Says why the sealing key is not in escrow as it should be, if nothing weightier is to be said.
 *
 * @param rest heard first
 */
record EscrowHealth(EscrowKeeper escrow, HealthCheck rest) implements HealthCheck {

  @Override
  public String part() {
    return rest.part();
  }

  @Override
  public Health check() {
    Health other = rest.check();
    if (other.level() != Level.OK && other.worksUntil().isEmpty()) {
      return other;
    }
    return escrow
        .failure()
        .map(why -> new Health(Level.WARNING, why.code(), String.valueOf(why.getMessage())))
        .orElse(other);
  }
}
