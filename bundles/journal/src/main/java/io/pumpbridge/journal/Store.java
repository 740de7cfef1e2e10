// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Condition.Failure;
import io.pumpbridge.journal.StoreOpening.Opened;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
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
  private final MissingAnswers missingAnswers;
  private final ReentrantLock lock = new ReentrantLock(true);
  private @Nullable Opened opened;
  private Room room;
  private Optional<String> condemned = Optional.empty();
  private boolean wasThere;
  private Optional<Boolean> auditHeld = Optional.empty();
  private volatile Condition condition = Condition.UNOPENED;
  private volatile Runnable upkeepWaker = () -> {};

  /** What is looked at; the ledger is as of the last commit. */
  interface Look<T> {
    T at(Database database, Ledger ledger) throws SQLException, JournalException;
  }

  /** What is done while nobody else gets at the store. */
  interface Turn<T> {
    T take() throws JournalException;
  }

  /** What is done in one transaction. */
  interface Work<T> {
    T on(Database database, Ledger draft) throws SQLException, JournalException;
  }

  /** What is done in one transaction that makes the store grow. */
  interface Growth<T> {
    T on(Database database, Ledger draft, Scribe scribe, Room room)
        throws SQLException, JournalException;
  }

  Store(StoreOpening opening, Space space, RecordSeal seal, Room room) {
    this.opening = opening;
    this.space = space;
    this.seal = seal;
    this.room = room;
    this.missingAnswers = new MissingAnswers(opening);
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
        missingAnswers.lookIn(found.database());
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

  /** If it is open. Only the disk knows what is on it: the next one who needs it looks. */
  private void letGo() {
    Opened store = opened;
    if (store != null) {
      opened = null;
      StoreOpening.closeQuietly(store.database());
    }
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

  /** What a reader has met: damage condemns the store. */
  JournalException noticed(JournalException e) {
    if (e.reason() == Reason.DAMAGED) {
      condemn(String.valueOf(e.getMessage()));
    }
    return e;
  }

  /** The store is damaged: whoever opens it next sets it aside and begins a new one. */
  void condemn(String why) {
    lock.lock();
    try {
      if (opened != null) {
        log.error("journal is damaged reason={}", why);
        condemned = Optional.of(why);
        letGo();
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

  /** Looks at the store while nobody changes it; damage that is met condemns it. */
  <T> T look(Look<T> look) throws JournalException {
    return look(look, Faults::of);
  }

  /** As {@link #look}; a table that is not as it was made is damage too. */
  <T> T inspect(Look<T> look) throws JournalException {
    return look(look, Faults::whileOpening);
  }

  private <T> T look(Look<T> look, Function<SQLException, JournalException> translation)
      throws JournalException {
    lock.lock();
    try {
      Opened store = present();
      return look.at(store.database(), store.ledger());
    } catch (SQLException e) {
      throw noticed(translation.apply(e));
    } finally {
      lock.unlock();
    }
  }

  /** Several steps, between which nobody else gets at the store. */
  <T> T alone(Turn<T> turn) throws JournalException {
    lock.lock();
    try {
      return turn.take();
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits for the store at this moment. */
  boolean isBusy() {
    return lock.hasQueuedThreads();
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
    return alone(() -> transact(work));
  }

  /** What is not here may be in a damaged store. */
  MissingAnswers missingAnswers() {
    return missingAnswers;
  }

  /** All answers together. */
  long answerBytes() {
    lock.lock();
    try {
      return room.answerBytes();
    } finally {
      lock.unlock();
    }
  }

  /** The next one who opens it begins a new one. */
  boolean isCondemned() {
    lock.lock();
    try {
      return condemned.isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of the file; what is committed stays. */
  void close() {
    lock.lock();
    try {
      letGo();
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
