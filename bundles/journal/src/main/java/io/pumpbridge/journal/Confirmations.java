// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.TrustedClock;
import java.sql.SQLException;
import java.util.Optional;

/** What the server may say, and what may then go. From any thread. */
final class Confirmations {
  /** Records removed in one transaction, so that an alarm never waits long for a confirmation. */
  static final int REMOVAL_LIMIT = 2_000;

  private final Store store;
  private final TrustedClock clock;

  Confirmations(Store store, TrustedClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The server has stored all up to a number; they may go.
   *
   * @throws JournalException also unless the hash is ours at that number; if that proves that this
   *     store was set back, a new epoch has begun by then
   */
  void confirm(StreamId stream, long upTo, String hash) throws JournalException {
    try {
      settle(stream, upTo, hash);
    } catch (JournalException e) {
      if (e.reason() == Reason.WRONG_CONFIRMATION) {
        if (isOfAnotherLife(stream, upTo)) {
          store.beginAnew(new SetBack(stream, upTo, hash), clock.read());
        }
        contradict(stream, upTo, hash);
      }
      throw e;
    }
  }

  /**
   * If the server has another record under the very next number that an ended epoch would give it,
   * all that is left of that stream can only reach it under other numbers.
   */
  private void contradict(StreamId stream, long sequence, String hash) throws JournalException {
    boolean contradicts =
        store.look(
            (database, ledger) -> {
              Optional<Head> head =
                  ledger
                      .find(stream)
                      .filter(one -> !ledger.isCurrent(one))
                      .filter(one -> sequence == one.goneUpTo() + 1);
              boolean contradicted =
                  head.isPresent()
                      && hashAt(database, head.get(), sequence)
                          .filter(ours -> !ours.equals(hash))
                          .isPresent();
              return contradicted && store.change((same, draft) -> mark(same, head.get()));
            });
    if (contradicts) {
      store.wakeUpkeep();
    }
  }

  private static boolean mark(Database database, Head head) throws SQLException {
    database.contradicted().put(head);
    return true;
  }

  /** Older numbers have left here, so that nobody can say which record had them. */
  private boolean isOfAnotherLife(StreamId stream, long upTo) throws JournalException {
    return store.look(
        (database, ledger) ->
            ledger
                .find(stream)
                .filter(ledger::isCurrent)
                .filter(head -> upTo > 0 && upTo >= head.removedUpTo())
                .isPresent());
  }

  private void settle(StreamId stream, long upTo, String hash) throws JournalException {
    store.look(
        (database, ledger) -> {
          Head head = ledger.find(stream).orElseThrow(() -> wrong(stream, upTo));
          require(database, head, upTo, hash);
          if (upTo > head.confirmedUpTo()) {
            store.change((same, draft) -> trim(same, draft, head.confirmed(upTo)));
          }
          return true;
        });
    trimAll(stream);
  }

  /** One transaction at a time with the lock free in between, also what a power cut left over. */
  void trimAll(StreamId stream) throws JournalException {
    while (rest(stream).isPresent()) {
      store.change(
          (database, draft) -> {
            Optional<Head> head = draft.find(stream).filter(Confirmations::hasRest);
            return head.isPresent() ? trim(database, draft, head.get()) : stream;
          });
    }
  }

  private Optional<Head> rest(StreamId stream) {
    return store.ledger().flatMap(ledger -> ledger.find(stream)).filter(Confirmations::hasRest);
  }

  private static void require(Database database, Head head, long upTo, String hash)
      throws SQLException, JournalException {
    if (hashAt(database, head, upTo).filter(hash::equals).isEmpty()) {
      throw wrong(head.stream(), upTo);
    }
  }

  private static JournalException wrong(StreamId stream, long upTo) {
    return new JournalException(
        Reason.WRONG_CONFIRMATION,
        "record %s/%s/%s/%d is not known here, or its hash is another one"
            .formatted(stream.gateway(), stream.epoch(), stream.lane().wireName(), upTo));
  }

  private static Optional<String> hashAt(Database database, Head head, long sequence)
      throws SQLException {
    if (sequence <= 0 || sequence < head.removedUpTo() || sequence > head.last()) {
      return Optional.empty();
    }
    if (sequence == head.removedUpTo()) {
      return Optional.of(head.removedHash());
    }
    return database.records().at(head, sequence).map(row -> row.hash().toHex());
  }

  /** Confirmed and passed by the second reader, if there is one, but not removed yet. */
  private static boolean hasRest(Head head) {
    return head.removedUpTo() < head.releasedUpTo();
  }

  /** Removes some of what is released; the rest is as good as gone and follows later. */
  static Head trim(Database database, Ledger draft, Head head) throws SQLException {
    long upTo = Math.min(head.releasedUpTo(), head.removedUpTo() + REMOVAL_LIMIT);
    return Room.removeFront(database, draft, head, upTo);
  }
}
