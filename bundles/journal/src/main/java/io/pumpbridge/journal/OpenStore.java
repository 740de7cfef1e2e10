// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Condition.Failure;
import io.pumpbridge.journal.Store.Work;
import io.pumpbridge.journal.StoreOpening.Opened;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store in use: one database, one ledger. After any failed transaction the database is closed
 * and the ledger forgotten; both are read again from the disk before anything else is done, because
 * only the disk knows what a failed commit has left behind. Only while {@link Store}'s lock is
 * held.
 */
final class OpenStore {
  private static final Logger log = LoggerFactory.getLogger(OpenStore.class);

  private static final String STOPPED = "the journal is stopped";

  private final StoreOpening opening;
  private final Space space;
  private final MissingAnswers missingAnswers;
  private @Nullable Opened opened;
  private Room room;
  private Optional<String> condemned = Optional.empty();
  private Optional<SetBack> setBack = Optional.empty();
  private boolean wasSetBack;
  private boolean wasThere;
  private final Standing standing = new Standing();

  OpenStore(StoreOpening opening, Space space, Room room) {
    this.opening = opening;
    this.space = space;
    this.room = room;
    this.missingAnswers = new MissingAnswers(opening);
  }

  /** As of the last change; needs no lock. */
  Condition condition() {
    return standing.condition();
  }

  /** Needs no lock. */
  MissingAnswers missingAnswers() {
    return missingAnswers;
  }

  void adjust(Room newRoom) {
    room = newRoom;
    try {
      if (opened != null && !space.isFull()) {
        opened.database().limit(newRoom.maxBytes());
      }
    } catch (SQLException e) {
      log.warn("journal's new size limit comes with its next opening reason={}", e.getMessage());
    }
  }

  /**
   * Opens it unless it is open.
   *
   * @return whether it was not
   */
  boolean open(ClockReading at) throws JournalException {
    if (opened != null) {
      return false;
    }
    if (condition().hasStopped()) {
      throw new JournalException(Reason.UNAVAILABLE, STOPPED);
    }
    try {
      try {
        openFound(at);
      } catch (SQLException e) {
        if (Faults.of(e).reason() != Reason.DAMAGED) {
          throw e;
        }
        // Its tail held, and yet something else in it does not: it is damaged like any other.
        letGo();
        condemned = Optional.of(String.valueOf(Faults.of(e).getMessage()));
        openFound(at);
      }
      return true;
    } catch (SQLException e) {
      throw lost(Faults.storage(e));
    } catch (JournalException e) {
      letGo();
      throw e;
    } catch (RuntimeException | Error e) {
      JournalException unused = lost(Faults.stumbled(e));
      throw e;
    }
  }

  private void openFound(ClockReading at) throws SQLException, JournalException {
    Opened found = opening.openOrBegin(at, room.maxBytes(), condemned, wasThere, setBack);
    opened = found;
    condemned = Optional.empty();
    setBack = Optional.empty();
    wasThere = true;
    missingAnswers.lookIn(found.database());
    space.opened(found.database(), room);
    int fullness = room(found.database()).fullness(found.database().usedBytes(), found.ledger());
    opened(found.ledger(), fullness);
  }

  /** On a full disk: looks whether there is room again. Whether something is to be said. */
  boolean hasNewsAfterLooking(ClockReading at) throws JournalException {
    if (opened == null) {
      return false;
    }
    try {
      space.look(opened.database(), room, at.monotonicMs());
    } catch (SQLException e) {
      throw lost(Faults.storage(e));
    }
    standing.change(now -> now.onDisk(space.isFull()));
    return space.news().isPresent();
  }

  /** What there is to say about the disk. */
  Optional<Event> news() {
    return space.news();
  }

  void newsTold() {
    space.newsTold();
  }

  void gaveWay() {
    standing.change(Condition::gaveWay);
  }

  void mending(Mending how) {
    standing.change(now -> now.mending(how));
  }

  /** What may be used now. */
  Room room(Database database) throws SQLException {
    return space.room(room, database);
  }

  long answerBytes() {
    return room.answerBytes();
  }

  boolean isCondemned() {
    return condemned.isPresent();
  }

  void condemn(String why) {
    if (opened != null) {
      log.error("journal is damaged reason={}", why);
      condemned = Optional.of(why);
      letGo();
      standing.closed(Trouble.FAILING, why);
    }
  }

  /**
   * Lets go of the store, to be opened in a new epoch.
   *
   * @return whether it did: not a second time
   */
  boolean letGoAsSetBack(SetBack how) {
    if (wasSetBack || opened == null) {
      return false;
    }
    log.error(
        "journal was set back: the server has a record of it that is not here epoch={} lane={} seq={}",
        how.stream().epoch(),
        how.stream().lane().wireName(),
        how.sequence());
    wasSetBack = true;
    setBack = Optional.of(how);
    letGo();
    return true;
  }

  Optional<Ledger> ledger() {
    return Optional.ofNullable(opened).map(Opened::ledger);
  }

  /** For good. */
  void close() {
    letGo();
    standing.closed(Trouble.STOPPED, STOPPED);
  }

  private void opened(Ledger ledger, int fullness) {
    standing.change(now -> now.opened(ledger, fullness, opening.setAsideCount(), space.isFull()));
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
   * @throws JournalException unless it is open
   */
  Opened present() throws JournalException {
    Opened store = opened;
    if (store == null) {
      String why = condition().failure().map(Failure::why).orElse("the journal is not open");
      throw new JournalException(Reason.STORAGE, why);
    }
    return store;
  }

  /** One transaction. */
  <T> T transact(Work<T> work) throws JournalException {
    return transact(work, () -> {});
  }

  /**
   * One transaction. If the disk is full, the store makes do with its file and the work is done
   * once more.
   */
  <T> T transact(Work<T> work, Runnable committed) throws JournalException {
    try {
      return attempt(work, committed);
    } catch (JournalException e) {
      Opened store = opened;
      if (store == null || Trouble.of(e) != Trouble.FULL) {
        throw e;
      }
      try {
        space.becomeFull(store.database());
        standing.change(now -> now.onDisk(true));
      } catch (SQLException failure) {
        throw lost(Faults.storage(failure));
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
      Database.Extent extent = store.database().extent();
      int fullness = room(store.database()).fullness(extent.usedBytes(), draft);
      store.database().commit();
      committed.run();
      opened = new Opened(store.database(), draft);
      usable = true;
      draft.newestGap().ifPresent(opening::gapTold);
      space.committed(store.database(), extent, room);
      opened(draft, fullness);
      return result;
    } catch (SQLException e) {
      JournalException failure = Faults.of(e);
      if (failure.reason() == Reason.DAMAGED) {
        condemned = Optional.of(String.valueOf(failure.getMessage()));
      }
      // A full disk refuses before the commit, so the store is as it was.
      usable = Trouble.of(e) == Trouble.FULL && store.database().isRolledBack();
      throw usable ? Faults.storage(e) : failed(Faults.storage(e));
    } catch (JournalException e) {
      if (e.reason() == Reason.DAMAGED) { // the file holds, a record in it does not
        condemn(String.valueOf(e.getMessage()));
      }
      throw e;
    } catch (RuntimeException | Error e) {
      usable = false;
      JournalException unused = lost(Faults.stumbled(e));
      throw e;
    } finally {
      if (!usable) {
        letGo();
      }
    }
  }

  JournalException failed(JournalException failure) {
    return standing.failed(failure);
  }

  private JournalException lost(JournalException why) {
    letGo();
    return failed(why);
  }
}
