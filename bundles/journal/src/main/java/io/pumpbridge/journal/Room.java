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
 * The byte budgets: one of the audit lane alone, and one of all others. Whoever has outgrown his
 * own loses his oldest records, and never anybody else's: no storm of refusals can push out an
 * alarm, and no storm of alarms what somebody has done to this gateway. Among the others the lowest
 * lane gives way. Each lane that lost something gets one gap event. Works inside the caller's
 * transaction.
 */
final class Room {
  /**
   * Kept free of the budget for the WAL: it is folded in at 2 MB, and one transaction adds at most
   * {@link Intake#BATCH_LIMIT} records of {@link Scribe#RECORD_LIMIT} bytes.
   */
  static final long WAL_BYTES = 6 * 1_048_576L;

  private static final List<Lane> AUDIT = List.of(Lane.AUDIT);

  /** Lowest first. */
  private static final List<Lane> LOWER = List.of(Lane.TELEMETRY, Lane.CLINICAL);

  private static final List<Lane> ALARM = List.of(Lane.ALARM);

  /** Some twelve pages: the tree is trimmed at its edge, and looked at again. */
  private static final int STEP = 64;

  /** A transaction removes at most 64 * 256 records; a store that shrinks does so over several. */
  private static final int STEP_LIMIT = 256;

  /** What is freed beyond need, so that gap events stay few: a fiftieth, at most 4 MB. */
  private static final int SLACK_DIVISOR = 50;

  private static final long SLACK_LIMIT = 4 * 1_048_576L;

  private static final int ANSWER_DIVISOR = 8;
  private static final int PERCENT = 100;

  private final long maxBytes;
  private final int auditPercent;

  /** Beyond its part, for alarms only. */
  private final long alarmBytes;

  private final String reason;

  /** What a part of the store takes at the moment. */
  private interface Measure {
    long bytes() throws SQLException;
  }

  /**
   * @param maxBytes all that the store may take
   * @param auditPercent the audit lane's part of what that leaves for records
   */
  Room(long maxBytes, int auditPercent) {
    this(maxBytes, auditPercent, 0, Gaps.BUDGET);
  }

  private Room(long maxBytes, int auditPercent, long alarmBytes, String reason) {
    this.maxBytes = maxBytes;
    this.auditPercent = auditPercent;
    this.alarmBytes = alarmBytes;
    this.reason = reason;
  }

  /**
   * The same on a full disk, where the file cannot grow.
   *
   * @param fileBytes what the file has
   * @param reserveBytes of these, what is for alarms only
   */
  Room within(long fileBytes, long reserveBytes) {
    long least = 2L * Database.PAGE_BYTES * PERCENT / auditPercent;
    long bytes = Math.max(least, Math.min(bytes(), fileBytes - reserveBytes));
    // The last quarter of the reserve is what a transaction needs until others have given way.
    long alarms = Math.max(0, Math.min(reserveBytes, fileBytes - bytes)) * 3 / 4;
    return new Room(bytes + WAL_BYTES, auditPercent, alarms, Gaps.DISK_FULL);
  }

  /** For records, answers and the tables' own pages. */
  long bytes() {
    return maxBytes - WAL_BYTES;
  }

  /** For the audit lane. */
  long auditBytes() {
    return bytes() * auditPercent / PERCENT;
  }

  /** For the other lanes, and answers. */
  long careBytes() {
    return bytes() - auditBytes();
  }

  /** For the file, never mind how. */
  long maxBytes() {
    return maxBytes;
  }

  /** Answers to commands count too, but must never crowd out the records. */
  long answerBytes() {
    return bytes() / ANSWER_DIVISOR;
  }

  /** Of the budget that is fuller, in hundredths. */
  int fullness(long usedBytes, Ledger ledger) {
    long audit = ledger.auditBytes().orElse(0);
    return (int)
        Math.max(audit * PERCENT / auditBytes(), (usedBytes - audit) * PERCENT / careBytes());
  }

  /** Makes room if needed and returns what must be said about it. */
  List<Event> make(Database database, Ledger draft) throws SQLException {
    if (draft.auditBytes().isEmpty()) {
      // As long as everything together would fit, nobody need know what each takes.
      if (database.usedBytes() <= Math.min(auditBytes(), careBytes()) / 2) {
        return List.of();
      }
      measure(database, draft);
    }
    Measure audit = () -> draft.auditBytes().orElse(0);
    Measure all = database::usedBytes;
    Map<Long, Head> before = new LinkedHashMap<>();
    shrink(database, draft, before, AUDIT, audit, auditBytes());
    Measure care = () -> all.bytes() - audit.bytes();
    shrink(database, draft, before, LOWER, care, careBytes());
    shrink(database, draft, before, ALARM, care, careBytes() + alarmBytes);
    shrink(database, draft, before, AUDIT, all, bytes() + alarmBytes);
    return gaps(draft, before.values());
  }

  private static void measure(Database database, Ledger draft) throws SQLException {
    long bytes = 0;
    for (Head head : draft.heads()) {
      if (head.stream().lane() == Lane.AUDIT) {
        bytes += database.records().occupied(head, Long.MAX_VALUE);
      }
    }
    draft.measured(bytes);
  }

  /** Six parameters: the same is done three times, and what differs are the last three. */
  private static void shrink(
      Database database,
      Ledger draft,
      Map<Long, Head> before,
      List<Lane> lanes,
      Measure measure,
      long limit)
      throws SQLException {
    if (measure.bytes() <= limit) {
      return;
    }
    long target = limit - Math.min(limit / SLACK_DIVISOR, SLACK_LIMIT);
    for (int step = 0; step < STEP_LIMIT && measure.bytes() > target; step++) {
      Optional<Head> victim = held(draft, lanes).or(() -> victim(draft, lanes));
      if (victim.isEmpty()) {
        return;
      }
      Head head = victim.orElseThrow();
      before.putIfAbsent(head.table(), head);
      long upTo = head.removedUpTo() + STEP;
      boolean onlyHeld = head.removedUpTo() < head.confirmedUpTo();
      Head unused =
          removeFront(
              database, draft, head, onlyHeld ? Math.min(upTo, head.confirmedUpTo()) : upTo);
    }
  }

  private List<Event> gaps(Ledger draft, Collection<Head> before) {
    List<Event> gaps = new ArrayList<>();
    for (Head head : before) {
      Head after = draft.find(head.stream()).orElseThrow();
      if (after.removedUpTo() > head.releasedUpTo() && head.releasedUpTo() < head.goneUpTo()) {
        gaps.add(Gaps.collectorMissed(head, after));
      }
      if (after.removedUpTo() > head.goneUpTo()) {
        gaps.add(Gaps.gaveWay(reason, head, after));
      }
    }
    return gaps;
  }

  /** The server has them, and only the second reader waits for them: no loss, so they go first. */
  private static Optional<Head> held(Ledger draft, List<Lane> lanes) {
    return draft.heads().stream()
        .filter(head -> lanes.contains(head.stream().lane()))
        .filter(head -> head.removedUpTo() < head.confirmedUpTo())
        .findFirst();
  }

  /** Oldest epoch first within a lane, as the ledger has them. */
  private static Optional<Head> victim(Ledger draft, List<Lane> lanes) {
    for (Lane lane : lanes) {
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
   * from then on is what the next record itself names as its predecessor; before a hole it is the
   * last record that left, so that its confirmation may be repeated. What begins in a hole is
   * removed with it.
   */
  static Head removeFront(Database database, Ledger draft, Head head, long upTo)
      throws SQLException {
    if (head.stream().lane() == Lane.AUDIT && draft.auditBytes().isPresent()) {
      draft.auditGrew(-database.records().occupied(head, upTo));
    }
    Optional<StoredRecord> next = database.records().after(head, upTo, 1).stream().findFirst();
    Optional<StoredRecord> newest = Optional.empty();
    if (next.isPresent() && next.get().sequence() > upTo + 1) {
      newest = database.records().upTo(head, upTo);
    }
    database.records().deleteUpTo(head, upTo);
    Head shorter =
        newest
            .map(row -> head.removed(row.sequence(), row.hash().toHex()))
            .or(() -> next.map(row -> head.removed(row.sequence() - 1, row.previousHash().toHex())))
            .orElseGet(() -> head.removed(head.last(), head.lastHash()));
    database.holes().removeUpTo(shorter, shorter.removedUpTo());
    database.streams().update(shorter);
    draft.put(shorter);
    return shorter;
  }
}
