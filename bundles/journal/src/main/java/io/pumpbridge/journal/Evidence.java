// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.StreamId;
import java.util.Optional;

/**
 * One record as it was found, not yet believed.
 *
 * @param claimed the hash that is told beside it; anything, as long as it is not {@link #isSound}
 * @param computed the hash of its content, 64 hex digits; another one if it was changed, and empty
 *     if its content cannot be read
 * @param gap if it is the journal's own word about records that left
 * @param line where it stands, from 1
 */
record Evidence(
    StreamId stream,
    long sequence,
    String previous,
    String claimed,
    String computed,
    Optional<Gap> gap,
    long line) {

  /** Records that the journal itself says are not there. */
  record Gap(StreamId stream, long first, long last, String reason) {}

  /** Never if nobody can read its content: that it claims no hash either proves nothing. */
  boolean isSound() {
    return !computed.isEmpty() && claimed.equals(computed);
  }

  Evidence at(StreamId place, long number) {
    return new Evidence(place, number, previous, claimed, computed, gap, line);
  }
}
