// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some rows of a stream, as they came from the file and not yet believed.
 *
 * @param anchorSequence the record before the first one
 * @param anchorHash its hash
 * @param expectedCount as many rows there must be
 */
record Page(
    StreamId stream,
    long anchorSequence,
    String anchorHash,
    int expectedCount,
    List<StoredRecord> rows) {

  /** Reads what is there, at most {@code maxCount}; what the server needs no more is skipped. */
  static Page read(Database database, Head head, long afterSequence, int maxCount)
      throws SQLException, JournalException {
    return stored(database, head, Math.max(afterSequence, head.goneUpTo()), maxCount);
  }

  /** As {@link #read}, with what is only held for the second reader. */
  static Page stored(Database database, Head head, long afterSequence, int maxCount)
      throws SQLException, JournalException {
    long from = Math.max(afterSequence, head.removedUpTo());
    int expected = (int) Math.max(0, Math.min(maxCount, head.last() - from));
    if (expected == 0) {
      return new Page(head.stream(), from, head.lastHash(), 0, List.of());
    }
    String anchor = head.removedHash();
    if (from != head.removedUpTo()) {
      anchor =
          database.at(head, from).orElseThrow(() -> missing(head.stream(), from)).hash().toHex();
    }
    return new Page(head.stream(), from, anchor, expected, database.after(head, from, expected));
  }

  /**
   * Opens and verifies each.
   *
   * @throws JournalException names the first record that does not hold
   */
  List<EventRecord> open(RecordSeal seal) throws JournalException {
    ChainVerifier chain = new ChainVerifier(stream, anchorSequence, anchorHash);
    List<EventRecord> records = new ArrayList<>(rows.size());
    for (StoredRecord row : rows) {
      EventRecord record = seal.open(stream, row);
      Optional<ChainVerifier.Fault> fault = chain.check(record);
      if (fault.isPresent()) {
        throw new JournalException(JournalException.Reason.DAMAGED, fault.orElseThrow().sentence());
      }
      records.add(record);
    }
    if (records.size() < expectedCount) {
      throw missing(stream, chain.lastSequence() + 1);
    }
    return records;
  }

  static JournalException missing(StreamId stream, long sequence) {
    return new JournalException(
        JournalException.Reason.DAMAGED,
        "record %s/%s/%s/%d is missing"
            .formatted(stream.gateway(), stream.epoch(), stream.lane().wireName(), sequence));
  }
}
