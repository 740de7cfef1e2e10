// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.event.StreamId;
import java.util.List;
import java.util.Map;

/**
 * Counted since this object was made, across restarts of the server within it.
 *
 * @param received messages on event topics
 * @param stored records that are on the disk
 * @param duplicates that were recognised and not stored again
 * @param heldBack records that came ahead of a gap
 * @param openGaps streams that wait for a missing record now
 * @param faults messages refused: unreadable, contradicting, conflicting, chained wrongly; and gap
 *     records' signatures that do not hold, which are stored all the same
 * @param confirmations messages sent
 * @param previews records that were shown out of turn, and not stored then
 * @param lastSequences stored, by stream
 * @param recentFaults the last ones, in words
 */
public record Statistics(
    long received,
    long stored,
    long duplicates,
    long heldBack,
    long openGaps,
    long faults,
    long confirmations,
    long previews,
    Map<StreamId, Long> lastSequences,
    List<String> recentFaults) {
  public Statistics {
    lastSequences = Map.copyOf(lastSequences);
    recentFaults = List.copyOf(recentFaults);
  }
}
