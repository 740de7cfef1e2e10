// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.health.HealthCheck;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Has one thing more to say, if nothing weightier is to be said; an end that is only coming is not.
 *
 * @param rest heard first
 */
record HealthWithWarning(HealthCheck rest, Supplier<Optional<Health>> warning)
    implements HealthCheck {

  @Override
  public String part() {
    return rest.part();
  }

  @Override
  public Health check() {
    Health first = rest.check();
    boolean weightier = first.level() != Level.OK && first.worksUntil().isEmpty();
    return weightier ? first : warning.get().orElse(first);
  }
}
