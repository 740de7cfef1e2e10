// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.audit.AuditFeed;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The second reader's view of the store: what of the audit lane is held for it, and how far. */
final class AuditReader implements AuditFeed {
  private final Store store;
  private final RecordReader reader;
  private final Confirmations confirmations;

  AuditReader(Store store, RecordReader reader, Confirmations confirmations) {
    this.store = store;
    this.reader = reader;
    this.confirmations = confirmations;
  }

  @Override
  public void follow() throws JournalException {
    store.holdAudit(true);
  }

  @Override
  public void unfollow() throws JournalException {
    store.holdAudit(false);
    for (Position position : positions()) {
      confirmations.trimAll(position.stream());
    }
  }

  @Override
  public List<Position> positions() {
    List<Position> positions = new ArrayList<>();
    store
        .ledger()
        .ifPresent(
            ledger -> {
              for (Head head : heads(ledger)) {
                Position position = position(head);
                if (position.backlog() > 0 || ledger.isCurrent(head)) {
                  positions.add(position);
                }
              }
            });
    return List.copyOf(positions);
  }

  /** What has given way cannot be passed any more. */
  private static Position position(Head head) {
    long passed = head.isHeld() ? head.passedUpTo() : 0;
    long at = Math.min(Math.max(passed, head.removedUpTo()), head.last());
    return new Position(head.stream(), at, head.last());
  }

  @Override
  public List<EventRecord> readHeld(StreamId stream, long afterSequence, int maxCount)
      throws JournalException {
    SqliteEventJournal.requireReadable(afterSequence, maxCount);
    return reader.read(stream, afterSequence, maxCount, Page::stored);
  }

  @Override
  public void pass(StreamId stream, long upTo) throws JournalException {
    store.change(
        (database, draft) -> {
          Head head = draft.find(stream).orElse(null);
          if (head != null && head.isHeld() && upTo > head.passedUpTo()) {
            Head further = head.passed(Math.min(upTo, head.last()));
            draft.put(further);
            database.reader().put(further);
            database.streams().update(further);
          }
          return true;
        });
    confirmations.trimAll(stream);
  }

  /** Oldest stream first. */
  private static List<Head> heads(Ledger ledger) {
    return ledger.heads().stream().filter(head -> head.stream().lane() == Lane.AUDIT).toList();
  }

  /** Whether every stream of the lane is held, or none, as it should be. */
  static boolean isAsWanted(Ledger ledger, boolean held) {
    return heads(ledger).stream().allMatch(head -> head.isHeld() == held);
  }

  /** Works inside the caller's transaction; what is held begins with what is stored. */
  static boolean hold(Database database, Ledger draft, boolean held) throws SQLException {
    for (Head head : heads(draft)) {
      if (head.isHeld() == held) {
        continue;
      }
      Head changed = head.passed(held ? head.removedUpTo() : Head.UNHELD);
      draft.put(changed);
      if (held) {
        database.reader().put(changed);
      } else {
        database.reader().remove(changed);
      }
      database.streams().update(changed);
    }
    return true;
  }
}
