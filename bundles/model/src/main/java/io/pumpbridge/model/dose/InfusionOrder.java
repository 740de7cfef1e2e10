// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import java.util.Optional;

/**
 * What somebody wants a pump to be programmed with. A dose, a rate, or both; for a continuous
 * infusion both must say the same.
 *
 * @param dose in a dosing unit: per time for a continuous infusion, an amount for all others
 * @param rate in mL/h or the like
 * @param vtbi volume to be infused
 */
public record InfusionOrder(
    String id,
    String pumpSerial,
    String channel,
    String careArea,
    Medication medication,
    Body body,
    DeliveryMode mode,
    Optional<Quantity> dose,
    Optional<Quantity> rate,
    Optional<Quantity> vtbi,
    Optional<SoftOverride> override) {

  /** The same at a rate that a pump can be set to; the dose is what it makes. */
  InfusionOrder atRate(Quantity settable) {
    return new InfusionOrder(
        id,
        pumpSerial,
        channel,
        careArea,
        medication,
        body,
        mode,
        mode == DeliveryMode.CONTINUOUS ? Optional.empty() : dose,
        Optional.of(settable),
        vtbi,
        override);
  }
}
