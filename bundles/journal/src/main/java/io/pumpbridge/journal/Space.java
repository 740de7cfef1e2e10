// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Database.Extent;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's room on a disk that it shares. While the disk has room, a reserve is kept in the
 * store's file and a ballast beside it. When it has none, the file does not grow any more: the
 * ballast lets the WAL be folded in, the reserve is for alarms, and others give way inside the file
 * as they do within the budget. Only while the store's lock is held.
 */
final class Space {
  private static final Logger log = LoggerFactory.getLogger(Space.class);

  /** How often room is looked for on a full disk: it costs up to twice the reserve of writing. */
  static final long LOOK_MS = 10_000;

  /** A 64th of the budget, so that a small journal is not all reserve... */
  private static final int DIVISOR = 64;

  /** ...but enough for some hundred alarms... */
  private static final long LEAST = 512 * 1024L;

  /** ...and no more than the WAL can hold back from the file before it is folded in. */
  private static final long MOST = 2 * 1_048_576L;

  /** Beyond what is taken back, so that the next commit does not fill the disk again. */
  private static final int SPARE = 2;

  private final Ballast ballast;
  private final StoreFiles files;
  private boolean full;

  /** So much the file has for certain. */
  private long wholeBytes;

  private OptionalLong lookedMs = OptionalLong.empty();
  private Optional<Event> news = Optional.empty();

  Space(StoreFiles files) {
    this.files = files;
    this.ballast = new Ballast(files.ballast());
  }

  static long reserveBytes(Room room) {
    return Math.max(LEAST, Math.min(MOST, room.maxBytes() / DIVISOR));
  }

  boolean isFull() {
    return full;
  }

  /** What there is to say about the disk, with the next record that is written. */
  Optional<Event> news() {
    return news;
  }

  void newsTold() {
    news = Optional.empty();
  }

  /** What may be used now: all of the budget, or what the file has. */
  Room room(Room wanted, Database database) throws SQLException {
    return full ? wanted.within(database.pageBytes(), reserveBytes(wanted)) : wanted;
  }

  /** A store was opened: it is given its reserve, if the disk has room for one. */
  void opened(Database database, Room wanted) throws SQLException {
    if (!full && !take(database, wanted)) {
      becomeFull(database);
    } else if (full) {
      database.limit(database.pageBytes());
    }
  }

  /**
   * The disk has refused to give more. The store goes on within its file.
   *
   * @throws SQLException if nothing can be written at all
   */
  void becomeFull(Database database) throws SQLException {
    if (!full) {
      full = true;
      log.error("disk is full, the journal goes on with the room that it has");
      news = Optional.of(say("full"));
    }
    if (!database.foldIn()) {
      drop();
      boolean unused = database.foldIn();
    }
    database.limit(database.pageBytes());
    if (!isReleased(database)) {
      drop(); // a new WAL must have some room to begin with
      boolean unused = isReleased(database);
    }
  }

  private static boolean isReleased(Database database) throws SQLException {
    try {
      database.begin();
      database.reserve().release();
      database.commit();
      return true;
    } catch (SQLException e) {
      if (Trouble.of(e) != Trouble.FULL) {
        throw e;
      }
      database.rollBack();
      return false;
    }
  }

  /**
   * After each commit: what the file must still grow by to take in the WAL stays well below what
   * the ballast can free.
   *
   * @param extent as committed
   */
  void committed(Database database, Extent extent, Room wanted) throws SQLException {
    long pages = extent.allBytes();
    if (!full && pages > wholeBytes + reserveBytes(wanted) / 2) {
      boolean whole = database.foldIn();
      wholeBytes = whole ? pages : wholeBytes;
    }
  }

  /**
   * Looks whether there is room again, at most once in {@link #LOOK_MS}.
   *
   * @param nowMs monotonic
   */
  void look(Database database, Room wanted, long nowMs) throws SQLException {
    boolean due = lookedMs.isEmpty() || nowMs - lookedMs.getAsLong() >= LOOK_MS;
    if (!full || !due) {
      return;
    }
    lookedMs = OptionalLong.of(nowMs);
    try {
      if (files.usableBytes() < SPARE * 2 * reserveBytes(wanted)) {
        return;
      }
    } catch (IOException e) {
      return;
    }
    database.limit(wanted.maxBytes());
    if (take(database, wanted)) {
      full = false;
      log.info("disk has room again for the journal");
      news = Optional.of(say("room"));
    } else {
      becomeFull(database);
    }
  }

  /** Whether the disk had room for it. */
  private boolean take(Database database, Room wanted) throws SQLException {
    long bytes = reserveBytes(wanted);
    try {
      ballast.take(bytes);
    } catch (IOException e) {
      if (Trouble.of(e) != Trouble.FULL) {
        throw new SQLException("the journal's directory cannot be written", e);
      }
      return false;
    }
    try {
      if (database.reserve().bytes() < bytes) {
        database.begin();
        database.reserve().fill(bytes);
        database.commit();
      }
      boolean whole = database.foldIn();
      wholeBytes = whole ? database.pageBytes() : 0;
      return whole;
    } catch (SQLException e) {
      if (Trouble.of(e) != Trouble.FULL) {
        throw e;
      }
      database.rollBack();
      return false;
    }
  }

  private void drop() {
    try {
      boolean unused = ballast.drop();
    } catch (IOException e) {
      log.warn("journal's ballast cannot be removed reason={}", e.getMessage());
    }
  }

  private static Event say(String state) {
    return Event.of(EventName.JOURNAL_DISK, Fields.builder().put("state", state).build());
  }
}
