// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads and verifies the store's records. From any thread. */
final class RecordReader {
  private final Store store;
  private final RecordSeal seal;

  /** Which rows a reader sees. */
  interface Reading {
    Page page(Database database, Head head, long afterSequence, int maxCount)
        throws SQLException, JournalException;
  }

  RecordReader(Store store, RecordSeal seal) {
    this.store = store;
    this.seal = seal;
  }

  /**
   * Rows are fetched under the lock, but opened and verified outside of it. What does not hold
   * twice condemns the store.
   */
  List<EventRecord> read(StreamId stream, long afterSequence, int maxCount, Reading reading)
      throws JournalException {
    try {
      return page(stream, afterSequence, maxCount, reading).open(seal);
    } catch (JournalException e) {
      if (e.reason() != Reason.DAMAGED) {
        throw e;
      }
    }
    try {
      return page(stream, afterSequence, maxCount, reading).open(seal);
    } catch (JournalException e) {
      throw store.noticed(e);
    }
  }

  /**
   * Verifies stored records, those that only the second reader wants included.
   *
   * @return the last one that holds; no more than {@code afterSequence} if there is none
   */
  long verify(StreamId stream, long afterSequence, int maxCount) throws JournalException {
    List<EventRecord> records = read(stream, afterSequence, maxCount, Page::stored);
    return records.isEmpty() ? afterSequence : records.get(records.size() - 1).sequence();
  }

  /** As it came from the file and not yet believed; empty if there is no such stream. */
  Page page(StreamId stream, long afterSequence, int maxCount, Reading reading)
      throws JournalException {
    return store.look(
        (database, ledger) -> {
          Optional<Head> head = ledger.find(stream);
          return head.isEmpty()
              ? new Page(stream, 0, EventRecord.FIRST_PREVIOUS, 0, List.of(), List.of())
              : reading.page(database, head.orElseThrow(), afterSequence, maxCount);
        });
  }

  /** Where every stream stands that has anything to tell, most urgent lane first. */
  List<Head> heads() throws JournalException {
    return store.look(
        (database, ledger) ->
            ledger.heads().stream()
                .filter(head -> head.storedCount() > 0 || ledger.isCurrent(head))
                .sorted(Comparator.comparing(head -> head.stream().lane()))
                .toList());
  }
}
