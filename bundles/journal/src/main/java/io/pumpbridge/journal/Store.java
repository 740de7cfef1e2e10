// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.StoreOpening.Opened;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lock of the one {@link OpenStore}: whoever looks at it or changes it goes through here. */
final class Store {
  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final OpenStore store;
  private final RecordSeal seal;
  private final ReentrantLock lock = new ReentrantLock(true);
  private Optional<Boolean> auditHeld = Optional.empty();
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
    this.store = new OpenStore(opening, space, room);
    this.seal = seal;
  }

  /** As of the last change; waits for nobody. */
  Condition condition() {
    return store.condition();
  }

  /** Takes effect with the next commit. */
  void adjust(Room newRoom) {
    locked(() -> store.adjust(newRoom));
  }

  boolean isOpen() {
    return condition().open();
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
      if (store.open(at)) {
        hold();
        upkeepWaker.run();
      }
    } catch (JournalException e) {
      throw store.failed(e);
    } finally {
      lock.unlock();
    }
  }

  /** On a full disk: looks whether there is room again, and says what there is to say about it. */
  void lookForRoom(ClockReading at) throws JournalException {
    boolean unused =
        alone(
            () ->
                store.hasNewsAfterLooking(at)
                    && add(() -> at, (database, draft, scribe, roomNow) -> true));
  }

  /**
   * One transaction, at the end of which there is room again: what gave way is said in it.
   *
   * @param at goes with what is said; asked after the growth
   */
  <T> T add(Supplier<ClockReading> at, Growth<T> growth) throws JournalException {
    lock.lock();
    try {
      return store.transact(
          (database, draft) -> {
            Scribe scribe = new Scribe(draft, seal);
            Room roomNow = store.room(database);
            T result = growth.on(database, draft, scribe, roomNow);
            Optional<Event> news = store.news();
            if (news.isPresent()) {
              scribe.enter(news.get(), at.get());
            }
            scribe.insertInto(database);
            for (Event gap : roomNow.make(database, draft)) {
              log.warn("journal is full, oldest records gave way gap={}", gap.details());
              store.gaveWay();
              scribe.enter(gap, at.get());
            }
            scribe.insertInto(database);
            return result;
          },
          store::newsTold);
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
    locked(() -> store.condemn(why));
    upkeepWaker.run();
  }

  /**
   * The store was set back: it is opened anew, in a new epoch. Once in a run, so that nobody who
   * tells us so, however well signed, can make epochs without end.
   */
  void beginAnew(SetBack how, ClockReading at) throws JournalException {
    lock.lock();
    try {
      if (store.letGoAsSetBack(how)) {
        open(at);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called when the store was condemned or opened, on any thread; must be quick. */
  void wakeUpkeepBy(Runnable listener) {
    upkeepWaker = listener;
  }

  /** There is something to do in the background. */
  void wakeUpkeep() {
    upkeepWaker.run();
  }

  /** How a damaged store comes back, for health. */
  void tell(Mending mending) {
    locked(() -> store.mending(mending));
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
      Opened present = store.present();
      return look.at(present.database(), present.ledger());
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
    return locked(store::ledger);
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

  /** Streams came back: held or not, as was wanted before. */
  void holdAsWanted() throws JournalException {
    lock.lock();
    try {
      hold();
    } finally {
      lock.unlock();
    }
  }

  private void hold() throws JournalException {
    Optional<Ledger> ledger = store.ledger();
    if (ledger.isPresent() && auditHeld.isPresent()) {
      boolean held = auditHeld.get();
      if (!AuditReader.isAsWanted(ledger.get(), held)) {
        store.transact((database, draft) -> AuditReader.hold(database, draft, held));
      }
    }
  }

  /** One transaction. */
  <T> T change(Work<T> work) throws JournalException {
    return alone(() -> store.transact(work));
  }

  /** What is not here may be in a damaged store. */
  MissingAnswers missingAnswers() {
    return store.missingAnswers();
  }

  /** All answers together. */
  long answerBytes() {
    return locked(store::answerBytes);
  }

  /** The next one who opens it begins a new one. */
  boolean isCondemned() {
    return locked(store::isCondemned);
  }

  /** Lets go of the file for good; what is committed stays. */
  void close() {
    locked(store::close);
    upkeepWaker.run();
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
