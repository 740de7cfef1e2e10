// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Intake.Batch;
import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.journal.Scribe.Outcome;
import io.pumpbridge.journal.StoreOpening.Opened;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in use: one database, one ledger, one lock. After any failed transaction the database
 * is closed and the ledger forgotten; both are read again from the disk before anything else is
 * done, because only the disk knows what a failed commit has left behind.
 */
final class Store {
  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final StoreOpening opening;
  private final RecordSeal seal;
  private final ReentrantLock lock = new ReentrantLock(true);
  private @Nullable Opened opened;
  private Room room;
  private Optional<String> condemned = Optional.empty();
  private boolean wasThere;
  private Optional<Boolean> auditHeld = Optional.empty();
  private volatile Condition condition = Condition.UNOPENED;

  /** What is done in one transaction. */
  interface Work<T> {
    T on(Database database, Ledger draft) throws SQLException, JournalException;
  }

  /** Which rows a reader sees. */
  interface Reading {
    Page page(Database database, Head head, long afterSequence, int maxCount)
        throws SQLException, JournalException;
  }

  Store(StoreOpening opening, RecordSeal seal, Room room) {
    this.opening = opening;
    this.seal = seal;
    this.room = room;
  }

  /** As of the last change; waits for nobody. */
  Condition condition() {
    return condition;
  }

  /** Takes effect with the next commit. */
  void adjust(Room newRoom) {
    lock.lock();
    try {
      room = newRoom;
      if (opened != null) {
        opened.database().limit(newRoom.maxBytes());
      }
    } catch (SQLException e) {
      log.warn("journal's new size limit comes with its next opening reason={}", e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    return condition.open();
  }

  /**
   * Opens the store unless it is open. Only the writer does this: nobody else could say what to
   * write if it turns out to be damaged.
   *
   * @param at goes with the event that says so
   */
  void open(ClockReading at) throws JournalException {
    lock.lock();
    try {
      if (opened == null) {
        Opened found = opening.openOrBegin(at, room.maxBytes(), condemned, wasThere);
        opened = found;
        condemned = Optional.empty();
        wasThere = true;
        long used = found.database().usedBytes();
        if (condition.failure().isPresent()) {
          log.info("journal can write again");
        }
        int fullness = room.fullness(used, found.ledger());
        condition = condition.opened(found.ledger(), fullness, opening.setAsideCount());
        hold();
      }
    } catch (SQLException e) {
      throw failed(Faults.storage(e));
    } catch (JournalException e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  /** Numbers, chains, seals and commits; on failure nothing of the batch has been numbered. */
  List<Outcome> write(Batch batch) throws JournalException {
    lock.lock();
    try {
      open(batch.earliest());
      return transact(
          (database, draft) -> {
            Scribe scribe = new Scribe(draft, seal);
            List<Outcome> outcomes = new ArrayList<>(batch.entries().size());
            for (Pending entry : batch.entries()) {
              outcomes.add(scribe.enter(entry));
            }
            scribe.insertInto(database);
            for (Event gap : room.make(database, draft)) {
              log.warn("journal is full, oldest records gave way gap={}", gap.details());
              condition = condition.gaveWay();
              scribe.enter(gap, batch.at());
            }
            scribe.insertInto(database);
            return outcomes;
          });
    } finally {
      lock.unlock();
    }
  }

  /** Rows are fetched under the lock, but opened and verified outside of it. */
  List<EventRecord> read(StreamId stream, long afterSequence, int maxCount, Reading reading)
      throws JournalException {
    try {
      return page(stream, afterSequence, maxCount, reading).open(seal);
    } catch (JournalException e) {
      if (e.reason() == Reason.DAMAGED) {
        note(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private void note(String damage) {
    lock.lock();
    try {
      condition = condition.damaged(damage);
    } finally {
      lock.unlock();
    }
  }

  /** As it came from the file and not yet believed; empty if there is no such stream. */
  Page page(StreamId stream, long afterSequence, int maxCount, Reading reading)
      throws JournalException {
    lock.lock();
    try {
      Opened store = present();
      Optional<Head> head = store.ledger().find(stream);
      return head.isEmpty()
          ? new Page(stream, 0, EventRecord.FIRST_PREVIOUS, 0, List.of())
          : reading.page(store.database(), head.orElseThrow(), afterSequence, maxCount);
    } catch (SQLException e) {
      throw Faults.of(e);
    } finally {
      lock.unlock();
    }
  }

  /** As of now; empty while the store is not open. */
  Optional<Ledger> ledger() {
    lock.lock();
    try {
      return Optional.ofNullable(opened).map(Opened::ledger);
    } finally {
      lock.unlock();
    }
  }

  /** Holds the audit lane for a second reader or lets go of it; also in epochs to come. */
  void holdAudit(boolean held) throws JournalException {
    lock.lock();
    try {
      auditHeld = Optional.of(held);
      hold();
    } finally {
      lock.unlock();
    }
  }

  private void hold() throws JournalException {
    if (opened != null && auditHeld.isPresent()) {
      boolean held = auditHeld.get();
      if (!AuditReader.isAsWanted(opened.ledger(), held)) {
        transact((database, draft) -> AuditReader.hold(database, draft, held));
      }
    }
  }

  /** One transaction. */
  <T> T change(Work<T> work) throws JournalException {
    lock.lock();
    try {
      return transact(work);
    } finally {
      lock.unlock();
    }
  }

  void confirm(StreamId stream, long upTo, String hash) throws JournalException {
    lock.lock();
    try {
      Opened store = present();
      Head head = store.ledger().find(stream).orElseThrow(() -> Confirmations.wrong(stream, upTo));
      Confirmations.require(store.database(), head, upTo, hash);
      if (upTo > head.confirmedUpTo()) {
        transact((database, draft) -> Confirmations.trim(database, draft, head.confirmed(upTo)));
      }
    } catch (SQLException e) {
      throw Faults.of(e);
    } finally {
      lock.unlock();
    }
    trimAll(stream);
  }

  /** One transaction at a time with the lock free in between, also what a power cut left over. */
  void trimAll(StreamId stream) throws JournalException {
    while (rest(stream).isPresent()) {
      change(
          (database, draft) -> {
            Optional<Head> head = draft.find(stream).filter(Confirmations::hasRest);
            return head.isPresent() ? Confirmations.trim(database, draft, head.get()) : stream;
          });
    }
  }

  /** Where every stream stands that has anything to tell, most urgent lane first. */
  List<Head> heads() throws JournalException {
    lock.lock();
    try {
      Ledger ledger = present().ledger();
      return ledger.heads().stream()
          .filter(head -> head.storedCount() > 0 || ledger.isCurrent(head))
          .sorted(Comparator.comparing(head -> head.stream().lane()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Head> rest(StreamId stream) {
    return ledger().flatMap(ledger -> ledger.find(stream)).filter(Confirmations::hasRest);
  }

  Optional<Fields> findAnswer(String requestId) throws JournalException {
    Optional<Bytes> sealed;
    lock.lock();
    try {
      sealed = present().database().answers().find(requestId);
    } catch (SQLException e) {
      throw Faults.of(e);
    } finally {
      lock.unlock();
    }
    return sealed.isEmpty()
        ? Optional.empty()
        : Optional.of(seal.openAnswer(requestId, sealed.orElseThrow()));
  }

  void rememberAnswer(String requestId, Fields answer) throws JournalException {
    Bytes sealed = seal.sealAnswer(requestId, answer);
    lock.lock();
    try {
      if (sealed.length() > room.answerBytes()) {
        throw new JournalException(Reason.STORAGE, "the answer is too large to be remembered");
      }
      transact(
          (database, draft) -> {
            database.answers().put(requestId, sealed, room.answerBytes());
            return true;
          });
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of the file; what is committed stays. */
  void close() {
    lock.lock();
    try {
      Opened store = opened;
      if (store != null) {
        opened = null;
        StoreOpening.closeQuietly(store.database());
      }
      condition = condition.closed("the journal is stopped");
    } finally {
      lock.unlock();
    }
  }

  private Opened present() throws JournalException {
    Opened store = opened;
    if (store == null) {
      String why = condition.failure().orElse("the journal is not open");
      throw new JournalException(Reason.STORAGE, why);
    }
    return store;
  }

  /** Only while the lock is held. */
  private <T> T transact(Work<T> work) throws JournalException {
    Opened store = present();
    Ledger draft = store.ledger().copy();
    boolean committed = false;
    try {
      store.database().begin();
      T result = work.on(store.database(), draft);
      int fullness = room.fullness(store.database().usedBytes(), draft);
      store.database().commit();
      committed = true;
      opened = new Opened(store.database(), draft);
      condition = condition.opened(draft, fullness, opening.setAsideCount());
      return result;
    } catch (SQLException e) {
      JournalException failure = Faults.of(e);
      if (failure.reason() == Reason.DAMAGED) {
        condemned = Optional.of(String.valueOf(failure.getMessage()));
      }
      throw failed(Faults.storage(e));
    } finally {
      if (!committed) {
        opened = null;
        StoreOpening.closeQuietly(store.database());
      }
    }
  }

  private JournalException failed(JournalException failure) {
    if (condition.failure().isEmpty()) {
      log.error("journal cannot write reason={}", failure.getMessage());
    }
    condition = condition.closed(String.valueOf(failure.getMessage()));
    return failure;
  }
}
