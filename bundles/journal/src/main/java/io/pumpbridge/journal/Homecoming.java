// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.FoundNames.Found;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.time.ClockReading;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Some records of one stream of a damaged store enter the store in use, as they were: same numbers,
 * same hashes, same seal. What is missing between them is said in the same transaction. For one
 * transaction.
 */
final class Homecoming {
  /** Of one transaction; more holes than these are said together. */
  private static final int MAX_GAPS = 4;

  private final Database database;
  private final Ledger draft;
  private final Scribe scribe;
  private final ClockReading at;

  /** Numbers that are missing, and the hash of the last of them. */
  private record Loss(long first, long last, String hash) {
    long count() {
      return last - first + 1;
    }
  }

  Homecoming(Database database, Ledger draft, Scribe scribe, ClockReading at) {
    this.database = database;
    this.draft = draft;
    this.scribe = scribe;
    this.at = at;
  }

  /**
   * Brings them back.
   *
   * @param rows in order; none is in the store already
   * @param toldUpTo what was said to be missing already, up to this number
   * @return how many are missing before and between them
   */
  long bring(Found found, List<FoundRow> rows, long toldUpTo)
      throws SQLException, JournalException {
    StreamId stream = found.stream();
    EventRecord first = rows.get(0).record();
    Optional<Head> present = draft.find(stream);
    Head head = present.isPresent() ? present.get() : create(found, first);
    long known = Math.max(found.goneUpTo(), toldUpTo);
    List<Loss> losses = new ArrayList<>();
    long missing = 0;
    long expected = present.isPresent() ? head.last() + 1 : 1;
    for (FoundRow row : rows) {
      EventRecord record = row.record();
      if (head.last() + 1 < record.sequence()) {
        database.holes().add(head, new Hole(head.last() + 1, record.sequence() - 1));
      }
      Loss loss =
          new Loss(
              Math.max(expected, found.goneUpTo() + 1),
              record.sequence() - 1,
              record.previousHash());
      missing += Math.max(0, loss.count());
      if (loss.last() > known && loss.count() > 0) {
        losses.add(loss);
      }
      head = head.appended(record);
      expected = record.sequence() + 1;
    }
    List<StoredRecord> stored = rows.stream().map(FoundRow::stored).toList();
    database.records().insert(head, stored);
    if (stream.lane() == Lane.AUDIT) {
      draft.auditGrew(stored.stream().mapToLong(StoredRecord::footprint).sum());
    }
    Head settled =
        head.confirmed(Math.max(head.confirmedUpTo(), Math.min(found.goneUpTo(), head.last())));
    database.streams().update(settled);
    draft.put(settled);
    say(stream, losses);
    return missing;
  }

  private Head create(Found found, EventRecord first) throws SQLException {
    Head head =
        database
            .streams()
            .beginReturned(found.stream(), first.sequence() - 1, first.previousHash());
    if (found.stream().lane() == Lane.AUDIT && isHeld(found)) {
      long passed = found.standing().filter(Head::isHeld).map(Head::passedUpTo).orElse(0L);
      head = head.passed(Math.max(passed, head.removedUpTo()));
      database.reader().put(head);
    }
    draft.putReturned(head);
    return head;
  }

  /** The server may confirm before the second reader is there: what it had is held until then. */
  private boolean isHeld(Found found) {
    return found.standing().map(Head::isHeld).orElse(true)
        || draft.heads().stream()
            .anyMatch(one -> one.stream().lane() == Lane.AUDIT && one.isHeld());
  }

  private void say(StreamId stream, List<Loss> losses) throws JournalException {
    if (losses.size() <= MAX_GAPS) {
      for (Loss loss : losses) {
        say(stream, loss.first(), loss, loss.count());
      }
    } else {
      long count = losses.stream().mapToLong(Loss::count).sum();
      say(stream, losses.get(0).first(), losses.get(losses.size() - 1), count);
    }
  }

  private void say(StreamId stream, long first, Loss last, long count) throws JournalException {
    EventRecord unused =
        scribe.enter(
            Gaps.unreadable(
                stream,
                new Hole(first, last.last()),
                OptionalLong.of(count),
                Optional.of(last.hash())),
            at);
  }
}
