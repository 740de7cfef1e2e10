// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.StreamId;

/**
 * The pump server's signed word for a record of the present epoch that this store has not, or has
 * otherwise: another life of this gateway has written it, so the store was set back to an old image
 * (with its whole disk, or its file would be another one), or the disk has forgotten what it had
 * acknowledged.
 *
 * @param sequence the server's record
 * @param hash of it, 64 hex digits
 */
record SetBack(StreamId stream, long sequence, String hash) {}
