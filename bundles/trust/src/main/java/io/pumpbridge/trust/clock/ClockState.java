// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.time.ClockReading;
import java.time.Instant;

/**
 * What there is to say of the clock.
 *
 * @param machine what the machine says
 * @param shown what is made of it
 * @param waitingResets resets that the audit trail does not have yet
 */
record ClockState(
    RawTime machine, ClockReading shown, Instant floor, Instant built, int waitingResets) {}
