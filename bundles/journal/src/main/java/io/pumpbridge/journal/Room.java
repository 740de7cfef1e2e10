// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.Lane;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The byte budget. When the store has outgrown it, the oldest records of the lowest lane give way,
 * and each lane that lost something gets one gap event. Works inside the caller's transaction.
 */
final class Room {
  /**
   * Kept free of the budget for the WAL: it is folded in at 2 MB, and one transaction adds at most
   * {@link Intake#BATCH_LIMIT} records of {@link Scribe#RECORD_LIMIT} bytes.
   */
  static final long WAL_BYTES = 6 * 1_048_576L;

  /** Lowest first. */
  private static final List<Lane> GIVING_WAY =
      List.of(Lane.TELEMETRY, Lane.AUDIT, Lane.CLINICAL, Lane.ALARM);

  /** Some twelve pages: the tree is trimmed at its edge, and looked at again. */
  private static final int STEP = 64;

  /** A transaction removes at most 64 * 256 records; a store that shrinks does so over several. */
  private static final int STEP_LIMIT = 256;

  /** What is freed beyond need, so that gap events stay few: a fiftieth, at most 4 MB. */
  private static final int SLACK_DIVISOR = 50;

  private static final long SLACK_LIMIT = 4 * 1_048_576L;

  private static final int ANSWER_DIVISOR = 8;

  private final long maxBytes;

  Room(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** For records, answers and the tables' own pages. */
  long bytes() {
    return maxBytes - WAL_BYTES;
  }

  /** For the file, never mind how. */
  long maxBytes() {
    return maxBytes;
  }

  /** Answers to commands count too, but must never crowd out the records. */
  long answerBytes() {
    return bytes() / ANSWER_DIVISOR;
  }

  /** In hundredths. */
  int fullness(long usedBytes) {
    return (int) (usedBytes * 100 / bytes());
  }

  /** Makes room if needed and returns what must be said about it. */
  List<Event> make(Database database, Ledger draft) throws SQLException {
    if (database.usedBytes() <= bytes()) {
      return List.of();
    }
    long target = bytes() - Math.min(bytes() / SLACK_DIVISOR, SLACK_LIMIT);
    Map<Long, Head> before = new LinkedHashMap<>();
    for (int step = 0; step < STEP_LIMIT && database.usedBytes() > target; step++) {
      Optional<Head> victim = held(draft).or(() -> victim(draft));
      if (victim.isEmpty()) {
        break;
      }
      Head head = victim.orElseThrow();
      before.putIfAbsent(head.table(), head);
      long upTo = head.removedUpTo() + STEP;
      boolean onlyHeld = head.removedUpTo() < head.confirmedUpTo();
      draft.put(
          removeFront(database, head, onlyHeld ? Math.min(upTo, head.confirmedUpTo()) : upTo));
    }
    return gaps(draft, before.values());
  }

  private static List<Event> gaps(Ledger draft, Collection<Head> before) {
    List<Event> gaps = new ArrayList<>();
    for (Head head : before) {
      Head after = draft.find(head.stream()).orElseThrow();
      if (after.removedUpTo() > head.releasedUpTo() && head.releasedUpTo() < head.goneUpTo()) {
        gaps.add(Gaps.collectorMissed(head, after));
      }
      if (after.removedUpTo() > head.goneUpTo()) {
        gaps.add(Gaps.gaveWay(head, after));
      }
    }
    return gaps;
  }

  /** The server has them, and only the second reader waits for them: no loss, so they go first. */
  private static Optional<Head> held(Ledger draft) {
    return draft.heads().stream()
        .filter(head -> head.removedUpTo() < head.confirmedUpTo())
        .findFirst();
  }

  /** Oldest epoch first within a lane, as the ledger has them. */
  private static Optional<Head> victim(Ledger draft) {
    for (Lane lane : GIVING_WAY) {
      for (Head head : draft.heads()) {
        if (head.stream().lane() == lane && head.last() > head.removedUpTo()) {
          return Optional.of(head);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Removes the records up to a number and returns the head as it then is. What anchors the chain
   * from then on is what the next record itself names as its predecessor.
   */
  static Head removeFront(Database database, Head head, long upTo) throws SQLException {
    database.deleteUpTo(head, upTo);
    Optional<StoredRecord> next = database.after(head, upTo, 1).stream().findFirst();
    Head shorter =
        next.map(row -> head.removed(row.sequence() - 1, row.previousHash().toHex()))
            .orElseGet(() -> head.removed(head.last(), head.lastHash()));
    database.updateStream(shorter);
    return shorter;
  }
}
