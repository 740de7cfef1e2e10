// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import java.time.Instant;

/**
 * What the order system says of a channel, signed and for a limited time: most pumps name no drug.
 *
 * @param id of the association, unique
 * @param pumpSerial of the pump it is for
 * @param mode how it is given; only a continuous infusion is judged by its rate
 * @param expires after this moment it is as if it had never been
 */
public record Association(
    String id,
    String pumpSerial,
    String channel,
    Medication medication,
    Body body,
    String careArea,
    DeliveryMode mode,
    Instant issued,
    Instant expires) {}
