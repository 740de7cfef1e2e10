// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;

/**
 * A record whose bytes, hash and wrapping agree with each other.
 *
 * @param document the canonical bytes, parsed
 */
public record ReceivedRecord(EventRecord record, Fields document) {}
