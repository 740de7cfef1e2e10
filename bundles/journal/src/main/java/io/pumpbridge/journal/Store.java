// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Answers.Answer;
import io.pumpbridge.journal.Condition.Failure;
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
import java.nio.file.Path;
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
  private final Space space;
  private final RecordSeal seal;
  private final ReentrantLock lock = new ReentrantLock(true);
  private @Nullable Opened opened;
  private Room room;
  private Optional<String> condemned = Optional.empty();
  private boolean wasThere;
  private Uncertain uncertain = Uncertain.NOTHING;
  private Optional<Boolean> auditHeld = Optional.empty();
  private volatile Condition condition = Condition.UNOPENED;
  private volatile Runnable upkeepWaker = () -> {};

  /** Damaged stores may hold answers that are not back yet. */
  private volatile boolean answersMissing;

  /** What is done in one transaction. */
  interface Work<T> {
    T on(Database database, Ledger draft) throws SQLException, JournalException;
  }

  /** What is done in one transaction that makes the store grow. */
  interface Growth<T> {
    T on(Database database, Ledger draft, Scribe scribe, Room room)
        throws SQLException, JournalException;
  }

  /** Which rows a reader sees. */
  interface Reading {
    Page page(Database database, Head head, long afterSequence, int maxCount)
        throws SQLException, JournalException;
  }

  Store(StoreOpening opening, Space space, RecordSeal seal, Room room) {
    this.opening = opening;
    this.space = space;
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
      if (opened != null && !space.isFull()) {
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
        answersMissing = isMissingAnswersOf(found, opening.unsalvaged());
        space.opened(found.database(), room);
        long used = found.database().usedBytes();
        if (condition.failure().isPresent()) {
          log.info("journal can write again");
        }
        int fullness = room(found.database()).fullness(used, found.ledger());
        condition = opened(found.ledger(), fullness);
        hold();
        upkeepWaker.run();
      }
    } catch (SQLException e) {
      letGo();
      throw failed(Faults.storage(e));
    } catch (JournalException e) {
      throw failed(e);
    } finally {
      lock.unlock();
    }
  }

  /** On a full disk: looks whether there is room again, and says what there is to say about it. */
  void lookForRoom(ClockReading at) throws JournalException {
    lock.lock();
    try {
      if (opened == null) {
        return;
      }
      space.look(opened.database(), room, at.monotonicMs());
      condition = condition.onDisk(space.isFull());
      if (space.news().isPresent()) {
        boolean unused = add(at, (database, draft, scribe, roomNow) -> true);
      }
    } catch (SQLException e) {
      letGo();
      throw failed(Faults.storage(e));
    } finally {
      lock.unlock();
    }
  }

  private Condition opened(Ledger ledger, int fullness) {
    return condition.opened(ledger, fullness, opening.setAsideCount(), space.isFull());
  }

  private Room room(Database database) throws SQLException {
    return space.room(room, database);
  }

  /** Only the disk knows what is on it: the next one who needs it looks. */
  private void letGo() {
    Opened store = opened;
    if (store != null) {
      opened = null;
      StoreOpening.closeQuietly(store.database());
    }
  }

  /**
   * Numbers, chains, seals and commits; on failure nothing of the batch has been numbered. If it
   * fails because the file is damaged, the store that takes its place takes the batch.
   */
  List<Outcome> write(Batch batch) throws JournalException {
    lock.lock();
    try {
      try {
        return enter(batch);
      } catch (JournalException e) {
        if (condemned.isPresent()) {
          return enter(batch);
        }
        if (opened == null || batch.entries().size() == 1) {
          throw e;
        }
        return enterSingly(batch); // on a full disk, where a small one may have room
      }
    } finally {
      lock.unlock();
    }
  }

  private List<Outcome> enter(Batch batch) throws JournalException {
    open(batch.earliest());
    Opened store = present();
    List<Outcome> outcomes = new ArrayList<>(batch.entries().size());
    try {
      List<Outcome> stored =
          add(
              batch.at(),
              (database, draft, scribe, unused) -> {
                outcomes.clear();
                for (Pending entry : batch.entries()) {
                  Optional<Outcome> known = uncertain.find(entry, store);
                  outcomes.add(known.isPresent() ? known.get() : scribe.enter(entry));
                }
                return outcomes;
              });
      uncertain = Uncertain.NOTHING;
      return stored;
    } catch (JournalException e) {
      if (!outcomes.isEmpty()) {
        uncertain = new Uncertain(outcomes);
      }
      throw e;
    }
  }

  private List<Outcome> enterSingly(Batch batch) throws JournalException {
    List<Outcome> outcomes = new ArrayList<>(batch.entries().size());
    for (Pending entry : batch.entries()) {
      try {
        outcomes.addAll(enter(new Batch(List.of(entry), batch.at())));
      } catch (JournalException e) {
        outcomes.add(new Outcome(entry, Optional.empty(), Optional.of(e)));
      }
    }
    return outcomes;
  }

  /**
   * One transaction, at the end of which there is room again: what gave way is said in it.
   *
   * @param at goes with what is said
   */
  <T> T add(ClockReading at, Growth<T> growth) throws JournalException {
    lock.lock();
    try {
      return transact(
          (database, draft) -> {
            Scribe scribe = new Scribe(draft, seal);
            Room roomNow = room(database);
            T result = growth.on(database, draft, scribe, roomNow);
            Optional<Event> news = space.news();
            if (news.isPresent()) {
              scribe.enter(news.get(), at);
            }
            scribe.insertInto(database);
            for (Event gap : roomNow.make(database, draft)) {
              log.warn("journal is full, oldest records gave way gap={}", gap.details());
              condition = condition.gaveWay();
              scribe.enter(gap, at);
            }
            scribe.insertInto(database);
            return result;
          },
          space::newsTold);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Rows are fetched under the lock, but opened and verified outside of it. What does not hold
   * twice condemns the store.
   */
  List<EventRecord> read(StreamId stream, long afterSequence, int maxCount, Reading reading)
      throws JournalException {
    try {
      return page(stream, afterSequence, maxCount, reading).open(seal);
    } catch (JournalException e) {
      if (e.reason() != Reason.DAMAGED) {
        throw e;
      }
    }
    try {
      return page(stream, afterSequence, maxCount, reading).open(seal);
    } catch (JournalException e) {
      throw noticed(e);
    }
  }

  private JournalException noticed(JournalException e) {
    if (e.reason() == Reason.DAMAGED) {
      condemn(String.valueOf(e.getMessage()));
    }
    return e;
  }

  /** The store is damaged: whoever opens it next sets it aside and begins a new one. */
  void condemn(String why) {
    lock.lock();
    try {
      Opened store = opened;
      if (store != null) {
        log.error("journal is damaged reason={}", why);
        opened = null;
        condemned = Optional.of(why);
        StoreOpening.closeQuietly(store.database());
        condition = condition.closed(Trouble.FAILING, why);
      }
    } finally {
      lock.unlock();
    }
    upkeepWaker.run();
  }

  /** Called when the store was condemned or opened, on any thread; must be quick. */
  void wakeUpkeepBy(Runnable listener) {
    upkeepWaker = listener;
  }

  /** How a damaged store comes back, for health. */
  void tell(Mending mending) {
    lock.lock();
    try {
      condition = condition.mending(mending);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Verifies stored records, those that only the second reader wants included.
   *
   * @return the last one that holds; no more than {@code afterSequence} if there is none
   */
  long verify(StreamId stream, long afterSequence, int maxCount) throws JournalException {
    List<EventRecord> records = read(stream, afterSequence, maxCount, Page::stored);
    return records.isEmpty() ? afterSequence : records.get(records.size() - 1).sequence();
  }

  /** The small tables and their indexes, by SQLite's own check; records vouch for themselves. */
  void requireStructure() throws JournalException {
    lock.lock();
    try {
      present().database().requireStructure();
    } catch (SQLException e) {
      throw noticed(Faults.whileOpening(e));
    } finally {
      lock.unlock();
    }
  }

  /** As they came from the file, and not yet believed. */
  List<Answer> answers(long afterId, int maxCount) throws JournalException {
    lock.lock();
    try {
      return present().database().answers().after(afterId, maxCount);
    } catch (SQLException e) {
      throw noticed(Faults.whileOpening(e));
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits for the store at this moment. */
  boolean isBusy() {
    return lock.hasQueuedThreads();
  }

  /** As it came from the file and not yet believed; empty if there is no such stream. */
  Page page(StreamId stream, long afterSequence, int maxCount, Reading reading)
      throws JournalException {
    lock.lock();
    try {
      Opened store = present();
      Optional<Head> head = store.ledger().find(stream);
      return head.isEmpty()
          ? new Page(stream, 0, EventRecord.FIRST_PREVIOUS, 0, List.of(), List.of())
          : reading.page(store.database(), head.orElseThrow(), afterSequence, maxCount);
    } catch (SQLException e) {
      throw noticed(Faults.of(e));
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
      throw noticed(Faults.of(e));
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
      throw noticed(Faults.of(e));
    } finally {
      lock.unlock();
    }
    if (sealed.isEmpty()) {
      if (answersMissing) {
        throw new JournalException(
            Reason.UNAVAILABLE, "the answers of a damaged store are not all back yet");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(seal.openAnswer(requestId, sealed.orElseThrow()));
    } catch (JournalException e) {
      throw noticed(e);
    }
  }

  /** Some are back now: are there more? */
  void lookForMissingAnswers() throws JournalException {
    lock.lock();
    try {
      answersMissing = answersMissing && isMissingAnswersOf(present(), opening.unsalvaged());
    } catch (SQLException e) {
      throw noticed(Faults.of(e));
    } finally {
      lock.unlock();
    }
  }

  /** Whether an answer that is not here may be in a damaged store. */
  void answersAreMissing(boolean missing) {
    answersMissing = missing;
  }

  /** Whether answers of one of these stores are still missing. */
  private static boolean isMissingAnswersOf(Opened store, List<Path> damaged) throws SQLException {
    for (Path directory : damaged) {
      if (!store.database().salvages().find(name(directory)).answersDone()) {
        return true;
      }
    }
    return false;
  }

  static String name(Path directory) {
    return String.valueOf(directory.getFileName());
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
      condition = condition.closed(Trouble.FAILING, "the journal is stopped");
    } finally {
      lock.unlock();
    }
  }

  private Opened present() throws JournalException {
    Opened store = opened;
    if (store == null) {
      String why = condition.failure().map(Failure::why).orElse("the journal is not open");
      throw new JournalException(Reason.STORAGE, why);
    }
    return store;
  }

  private <T> T transact(Work<T> work) throws JournalException {
    return transact(work, () -> {});
  }

  /**
   * Only while the lock is held. If the disk is full, the store makes do with its file and the work
   * is done once more.
   */
  private <T> T transact(Work<T> work, Runnable committed) throws JournalException {
    try {
      return attempt(work, committed);
    } catch (JournalException e) {
      Opened store = opened;
      if (store == null || Trouble.of(e) != Trouble.FULL) {
        throw e;
      }
      try {
        space.becomeFull(store.database());
        condition = condition.onDisk(true);
      } catch (SQLException failure) {
        letGo();
        throw failed(Faults.storage(failure));
      }
      return attempt(work, committed);
    }
  }

  private <T> T attempt(Work<T> work, Runnable committed) throws JournalException {
    Opened store = present();
    Ledger draft = store.ledger().copy();
    boolean usable = false;
    try {
      store.database().begin();
      T result = work.on(store.database(), draft);
      int fullness = room(store.database()).fullness(store.database().usedBytes(), draft);
      store.database().commit();
      usable = true;
      committed.run();
      opened = new Opened(store.database(), draft);
      space.committed(store.database(), room);
      condition = opened(draft, fullness);
      return result;
    } catch (SQLException e) {
      JournalException failure = Faults.of(e);
      if (failure.reason() == Reason.DAMAGED) {
        condemned = Optional.of(String.valueOf(failure.getMessage()));
      }
      usable = Trouble.of(e) == Trouble.FULL && isRolledBack(store.database());
      throw usable ? Faults.storage(e) : failed(Faults.storage(e));
    } finally {
      if (!usable) {
        letGo();
      }
    }
  }

  /** A full disk refuses before the commit, so the store is as it was. */
  private static boolean isRolledBack(Database database) {
    try {
      database.rollBack();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private JournalException failed(JournalException failure) {
    if (condition.failure().isEmpty()) {
      log.error("journal cannot write reason={}", failure.getMessage());
    }
    condition = condition.closed(Trouble.of(failure), String.valueOf(failure.getMessage()));
    return failure;
  }
}
