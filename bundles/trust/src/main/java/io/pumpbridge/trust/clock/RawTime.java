// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import java.time.Instant;

/**
 * What the machine says, before anybody believes it.
 *
 * @param synchronised whether a time service vouches for the system clock
 */
public record RawTime(Instant system, boolean synchronised, long monotonicMs) {}
