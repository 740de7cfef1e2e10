// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import io.pumpbridge.model.measure.Quantity;
import java.util.Optional;

/**
 * What a stopped pump is to be set to. It is set and never started: a clinician starts at the pump
 * (IHE PCD PIV).
 *
 * @param id of the order; each at most once, which whoever sends it has made sure of
 * @param place which pump of the port
 * @param rate in mL/h, not rounded: a pump that cannot do it exactly refuses
 * @param volumeToBeInfused in mL; without one the pump's own setting stays
 */
public record Programme(
    String id, String place, Quantity rate, Optional<Quantity> volumeToBeInfused) {}
