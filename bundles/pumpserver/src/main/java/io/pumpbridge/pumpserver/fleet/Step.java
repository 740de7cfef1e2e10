// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.fleet;

import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.time.Instant;

/**
 * One step of a library's life on a gateway, and where the gateway's journal says so: whoever holds
 * the stream can check the hash and the chain before it.
 *
 * @param name of the event, as {@code LIBRARY_VERIFIED}
 * @param at the gateway's own time
 */
public record Step(String name, Instant at, StreamPosition position) {}
