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
 * @param end as far as the rows must reach
 * @param holes where the numbers may jump
 */
record Page(
    StreamId stream,
    long anchorSequence,
    String anchorHash,
    long end,
    List<Hole> holes,
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
      return new Page(head.stream(), from, head.lastHash(), from, List.of(), List.of());
    }
    List<StoredRecord> rows = database.records().after(head, from, expected);
    boolean full = rows.size() == expected;
    long end = full ? rows.get(expected - 1).sequence() : head.last();
    List<Hole> holes = database.holes().between(head, from, end);
    if (from == head.removedUpTo()) {
      return new Page(head.stream(), from, head.removedHash(), end, holes, rows);
    }
    Optional<StoredRecord> anchor = database.records().at(head, from);
    if (anchor.isEmpty() && !rows.isEmpty() && Hole.cover(holes, from, from)) {
      // Asked from within a hole: what comes after it names its predecessor itself.
      StoredRecord first = rows.get(0);
      String named = first.previousHash().toHex();
      return new Page(head.stream(), first.sequence() - 1, named, end, holes, rows);
    }
    String hash = anchor.orElseThrow(() -> missing(head.stream(), from)).hash().toHex();
    return new Page(head.stream(), from, hash, end, holes, rows);
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
      if (Hole.cover(holes, chain.lastSequence() + 1, row.sequence() - 1)
          && row.sequence() > chain.lastSequence() + 1) {
        chain = new ChainVerifier(stream, row.sequence() - 1, row.previousHash().toHex());
      }
      EventRecord record = seal.open(stream, row);
      Optional<ChainVerifier.Fault> fault = chain.check(record);
      if (fault.isPresent()) {
        throw new JournalException(JournalException.Reason.DAMAGED, fault.orElseThrow().sentence());
      }
      records.add(record);
    }
    if (chain.lastSequence() < end) {
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
