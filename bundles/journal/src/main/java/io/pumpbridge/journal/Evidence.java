// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.StreamId;
import java.util.Optional;

/**
 * One record as it was found, not yet believed.
 *
 * @param claimed the hash that is told beside it
 * @param computed the hash of its content; another one if it was changed
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

  boolean isSound() {
    return claimed.equals(computed);
  }

  Evidence at(StreamId place, long number) {
    return new Evidence(place, number, previous, claimed, computed, gap, line);
  }
}
