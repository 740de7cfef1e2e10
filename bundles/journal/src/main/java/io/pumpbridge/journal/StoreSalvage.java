// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.FoundNames.Found;
import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.journal.SalvageLog.Progress;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Brings back what one damaged store holds, piece by piece: the answers to commands first, then the
 * records, stream by stream, most urgent lane first. A piece is one transaction, in which also
 * stands how far it is, so after a power cut it goes on there. After a failed piece this is thrown
 * away and begun again.
 */
final class StoreSalvage implements AutoCloseable {
  /** Records of one transaction, some milliseconds: an alarm waits no longer for its turn. */
  static final int PIECE = 200;

  /** And so many bytes of them, so that the write-ahead log stays small. */
  private static final int PIECE_BYTES = 1_048_576;

  /** Pieces with holes before the rest of a stream is said to be uncertain as a whole. */
  private static final int MAX_HOLED_PIECES = 50;

  private final String name;
  private final DamagedStore damaged;
  private final Store store;
  private final RecordSeal seal;

  /** Of the store that it goes into; another one begins from the start. */
  private final String epoch;

  private final List<Found> streams;
  private final List<Fields> ends = new ArrayList<>();
  private int answerPage;
  private int streamIndex;
  private Optional<FoundRecords> reading = Optional.empty();
  private Optional<FoundRow> ahead = Optional.empty();
  private int holedPieces;
  private long toldUpTo;

  StoreSalvage(String name, DamagedStore damaged, Store store, RecordSeal seal)
      throws JournalException {
    this.name = name;
    this.damaged = damaged;
    this.store = store;
    this.seal = seal;
    this.streams = damaged.streams();
    this.epoch = ledger().current(Lane.AUDIT).stream().epoch();
  }

  private Ledger ledger() throws JournalException {
    return store
        .ledger()
        .orElseThrow(() -> new JournalException(Reason.STORAGE, "the journal is not open"));
  }

  /** One piece; how far it then is. */
  Progress step(ClockReading at) throws JournalException {
    Progress before = store.change((database, draft) -> database.salvages().find(name));
    if (before.finished()) {
      return before;
    }
    if (!before.answersDone()) {
      return stepAnswers(at);
    }
    while (streamIndex < streams.size()) {
      Found found = streams.get(streamIndex);
      Optional<Progress> brought = bringOf(found, at);
      if (brought.isPresent()) {
        return brought.get();
      }
      end(found);
      streamIndex++;
    }
    return finish(at);
  }

  private Progress stepAnswers(ClockReading at) throws JournalException {
    List<Row> answers = new ArrayList<>();
    if (answerPage < damaged.answerPages()) {
      for (Row row : damaged.answers(answerPage)) {
        if (seal.trying().opensAnswer(row.text(1), row.blob(2))) {
          answers.add(row);
        }
      }
    }
    boolean last = answerPage + 1 >= damaged.answerPages();
    answerPage++;
    return grow(
        at,
        (database, draft, scribe, room) -> {
          Progress progress = database.salvages().find(name);
          int count = 0;
          for (Row row : answers) {
            count +=
                database
                        .answers()
                        .bringBack(row.number(), row.text(1), row.blob(2), room.answerBytes())
                    ? 1
                    : 0;
          }
          Progress after = progress.answered(count);
          return put(database, last ? after.withAllAnswers() : after);
        });
  }

  /** Empty if there is nothing of this stream any more. */
  private Optional<Progress> bringOf(Found found, ClockReading at) throws JournalException {
    Optional<Head> head = ledger().find(found.stream());
    if (head.isPresent() && !head.get().returned()) {
      return Optional.empty(); // in use here, so its numbers are no longer those of the file
    }
    if (reading.isEmpty()) {
      begin(found, head);
    }
    List<FoundRow> rows = piece();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        grow(
            at,
            (database, draft, scribe, room) -> {
              long missing =
                  new Homecoming(database, draft, scribe, at).bring(found, rows, toldUpTo);
              if (missing > 0 && toldUpTo == 0) {
                cover(found.stream(), rows, scribe, at);
              }
              return put(database, database.salvages().find(name).brought(rows.size(), missing));
            }));
  }

  private void begin(Found found, Optional<Head> head) {
    long after = Math.max(found.releasedUpTo(), head.map(Head::last).orElse(0L));
    Optional<String> hash =
        head.filter(one -> one.last() == after)
            .map(Head::lastHash)
            .or(
                () ->
                    found
                        .standing()
                        .filter(one -> one.removedUpTo() == after)
                        .map(Head::removedHash));
    reading = Optional.of(damaged.records(found, after, hash));
    holedPieces = 0;
    toldUpTo = 0;
  }

  private List<FoundRow> piece() throws JournalException {
    List<FoundRow> rows = new ArrayList<>();
    long bytes = 0;
    FoundRecords records = reading.orElseThrow();
    Optional<FoundRow> next = ahead.isPresent() ? ahead : records.next();
    ahead = Optional.empty();
    while (next.isPresent()) {
      bytes += next.get().sealed().length();
      if (rows.size() == PIECE || (!rows.isEmpty() && bytes > PIECE_BYTES)) {
        ahead = next;
        break;
      }
      rows.add(next.get());
      next = records.next();
    }
    return rows;
  }

  /** A file full of holes must not fill the journal with words about them. */
  private void cover(StreamId stream, List<FoundRow> rows, Scribe scribe, ClockReading at)
      throws JournalException {
    holedPieces++;
    long from = rows.get(rows.size() - 1).record().sequence() + 1;
    long highest = reading.map(FoundRecords::highest).orElse(0L);
    if (holedPieces >= MAX_HOLED_PIECES && highest >= from) {
      toldUpTo = highest;
      EventRecord unused =
          scribe.enter(
              Gaps.unreadable(
                  stream, new Hole(from, highest), OptionalLong.empty(), Optional.empty()),
              at);
    }
  }

  private void end(Found found) throws JournalException {
    Optional<Head> head = ledger().find(found.stream());
    long last = Math.max(found.goneUpTo(), head.map(Head::last).orElse(0L));
    boolean known = head.isPresent() || found.standing().isPresent();
    if (known && head.map(Head::returned).orElse(true)) {
      ends.add(
          Fields.builder()
              .put("epoch", found.stream().epoch())
              .put("lane", found.stream().lane().wireName())
              .put("last", last)
              .build());
    }
    reading = Optional.empty();
    ahead = Optional.empty();
  }

  private Progress finish(ClockReading at) throws JournalException {
    return grow(
        at,
        (database, draft, scribe, room) -> {
          Progress progress = database.salvages().find(name).end();
          EventRecord unused =
              scribe.enter(Gaps.salvaged(progress, damaged.closedCount(), ends), at);
          return put(database, progress);
        });
  }

  private static Progress put(Database database, Progress progress) throws SQLException {
    database.salvages().put(progress);
    return progress;
  }

  private <T> T grow(ClockReading at, Store.Growth<T> growth) throws JournalException {
    return store.add(
        () -> at,
        (database, draft, scribe, room) -> {
          if (!draft.current(Lane.AUDIT).stream().epoch().equals(epoch)) {
            throw new JournalException(Reason.UNAVAILABLE, "the journal has begun anew");
          }
          return growth.on(database, draft, scribe, room);
        });
  }

  @Override
  public void close() {
    damaged.close();
  }
}
