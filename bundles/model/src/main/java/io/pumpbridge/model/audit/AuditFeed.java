// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.audit;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import java.util.List;

/**
 * The journal's audit lane for a second reader beside the pump server: the hospital's collector.
 * While it follows, a record that the pump server has confirmed stays until the reader has passed
 * it too. Held records are the first to give way when room is needed, and a gap record says so.
 * Where the reader stands is kept across restarts. Safe for many threads.
 */
public interface AuditFeed {

  /** From now on records are held; those that are stored now, too. Following twice is following. */
  void follow() throws JournalException;

  /** Nothing is held any more, and where the reader stood is forgotten. */
  void unfollow() throws JournalException;

  /** Streams that the reader has not passed in full, oldest first, and the current one last. */
  List<Position> positions();

  /**
   * Stored records in order, also those that the server has confirmed.
   *
   * @param afterSequence 0 for the beginning; what has left is skipped
   * @param maxCount 1 to 1000
   * @throws JournalException if the store cannot be read or a record does not open
   */
  List<EventRecord> readHeld(StreamId stream, long afterSequence, int maxCount)
      throws JournalException;

  /** The reader has everything up to and including this; never goes back. */
  void pass(StreamId stream, long upTo) throws JournalException;

  /**
   * Where the reader stands in one stream.
   *
   * @param passedUpTo 0 at the beginning
   * @param lastSequence of the newest durable record, 0 if none
   */
  record Position(StreamId stream, long passedUpTo, long lastSequence) {

    public long backlog() {
      return lastSequence - passedUpTo;
    }
  }
}
