// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.time.TrustedClock;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells again, in the present epoch, what stands in an ended one under numbers that the server has
 * given to other records (see {@link SetBack}): with its time and all it says, in order. Each
 * transaction takes some out there and puts them in here, so that a power cut finds every record in
 * one place; the lock is free in between.
 */
final class Retelling {
  /** Records in one transaction, each to be opened and sealed. */
  static final int STEP = 200;

  private final Store store;
  private final TrustedClock clock;

  Retelling(Store store, TrustedClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Does a little.
   *
   * @return whether there was anything to do
   */
  boolean step() throws JournalException {
    Optional<Head> next = store.look(Retelling::next);
    if (next.isEmpty()) {
      return false;
    }
    StreamId stream = next.get().stream();
    return store.add(
        clock::read, (database, draft, scribe, room) -> move(database, draft, scribe, stream));
  }

  private static Optional<Head> next(Database database, Ledger ledger) throws SQLException {
    Set<Long> streams = database.contradicted().all();
    return ledger.heads().stream().filter(head -> streams.contains(head.table())).findFirst();
  }

  private boolean move(Database database, Ledger draft, Scribe scribe, StreamId stream)
      throws SQLException, JournalException {
    Optional<Head> found = draft.find(stream);
    if (found.isEmpty()) {
      return false;
    }
    Head head = found.get();
    if (draft.isCurrent(head)) { // only an ended one is ever noted, so the note is damaged
      database.contradicted().remove(head);
      return true;
    }
    List<StoredRecord> rows = database.records().after(head, head.goneUpTo(), STEP);
    for (StoredRecord row : rows) {
      EventRecord unused = scribe.enterAgain(stream, row);
    }
    if (rows.size() < STEP) {
      database.contradicted().remove(head);
    }
    if (!rows.isEmpty()) {
      Head moved = head.confirmed(rows.get(rows.size() - 1).sequence());
      EventRecord unusedGap = scribe.enter(Gaps.toldAgain(head, moved), clock.read());
      Head unusedHead = Confirmations.trim(database, draft, moved);
    }
    return true;
  }
}
