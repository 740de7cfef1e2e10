// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.journal;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the bridge has said and the server has not yet confirmed. Safe for many threads. */
public interface EventJournal {

  /**
   * Numbers, chains and stores an event; never blocks on the disk.
   *
   * @return completes with the record once it would survive a power cut, or exceptionally with a
   *     {@link JournalException} if it could not be stored
   */
  CompletableFuture<EventRecord> append(Event event);

  /** All streams with unconfirmed records and the current ones, most urgent lane first. */
  List<StreamStatus> streams();

  /**
   * Reads stored records in order.
   *
   * @param afterSequence 0 for the beginning
   * @param maxCount 1 to 1000
   * @throws JournalException if the store cannot be read or a record does not open
   */
  List<EventRecord> read(StreamId stream, long afterSequence, int maxCount) throws JournalException;

  /**
   * The pump server has stored everything up to and including {@code upTo}; only now may it go.
   *
   * @param hash the server's hash of that record
   * @throws JournalException if no such record is known or its hash differs; nothing is deleted,
   *     and if it proves that the store was set back to an old image, a new epoch has begun
   */
  void confirm(StreamId stream, long upTo, String hash) throws JournalException;

  /** The answer given to a command before, across restarts. */
  Optional<Fields> findAnswer(String requestId) throws JournalException;

  /**
   * Remembers the answer to a command that may have changed something; the oldest are forgotten
   * after 10 000.
   */
  void rememberAnswer(String requestId, Fields answer) throws JournalException;

  /**
   * Remembers the answer to a command that has changed nothing, one that was refused for example:
   * the oldest are forgotten after 1 000, and none of the others for their sake.
   */
  void rememberUnchanged(String requestId, Fields answer) throws JournalException;

  /**
   * Calls back, on a thread of the journal's, whenever records have become durable; must be quick.
   *
   * @return ends it
   */
  AutoCloseable onAppended(Runnable listener);

  /**
   * Where a stream stands.
   *
   * @param lastSequence of the newest durable record, 0 if none
   * @param confirmedUpTo 0 if nothing has been confirmed
   * @param storedCount numbers behind what was confirmed or gave way; where damage took records,
   *     fewer are held
   */
  record StreamStatus(StreamId stream, long lastSequence, long confirmedUpTo, long storedCount) {}
}
