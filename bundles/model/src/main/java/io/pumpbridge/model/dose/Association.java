// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import java.time.Instant;
import java.util.Optional;

/**
 * What the order system says of a channel, signed and for a limited time: most pumps name no drug.
 *
 * @param id of the association, unique
 * @param pumpSerial of the pump it is for
 * @param weight of the patient (kg), if the dose needs it
 * @param expires after this moment it is as if it had never been
 */
public record Association(
    String id,
    String pumpSerial,
    String channel,
    String drug,
    Concentration concentration,
    Optional<Quantity> weight,
    String careArea,
    Instant issued,
    Instant expires) {}
