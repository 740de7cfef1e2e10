// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.signing;

import io.pumpbridge.model.event.StreamId;

/**
 * A place in a stream.
 *
 * @param hash of the record with this number, 64 hex digits
 */
public record StreamPosition(StreamId stream, long sequence, String hash) {}
