// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the store, and begins a new one where there is none or it is damaged. */
final class StoreOpening {
  private static final Logger log = LoggerFactory.getLogger(StoreOpening.class);

  /** An open store. */
  record Opened(Database database, Ledger ledger) {}

  private final StoreFiles files;
  private final Connections connections;
  private final RecordSeal seal;
  private final String gateway;
  private final StoreHome home;
  private final NewStore newStore;
  private int setAsideCount;

  StoreOpening(
      StoreFiles files, Connections connections, RecordSeal seal, String gateway, StoreHome home) {
    this.home = home;
    this.files = files;
    this.connections = connections;
    this.seal = seal;
    this.gateway = gateway;
    this.newStore = new NewStore(files, connections, seal, gateway);
  }

  /** Stores set aside in this run. */
  int setAsideCount() {
    return setAsideCount;
  }

  /**
   * Opens what is there or begins anew. If the disk is too full for that, the ballast gives way.
   *
   * @param at goes with the event that says why, if it comes to that
   * @param condemned why the present store must not be used any more, if so
   * @param wasThere whether a store has been open in this run, so that its absence is a loss
   * @param setBack what proves that the present store is an old image of itself, if so
   * @throws JournalException with {@link Reason#STORAGE} only: whatever is damaged was set aside
   */
  Opened openOrBegin(
      ClockReading at,
      long maxBytes,
      Optional<String> condemned,
      boolean wasThere,
      Optional<SetBack> setBack)
      throws JournalException {
    return makingRoom(
        () -> {
          files.createDirectory();
          boolean another = condemned.isEmpty() && home.isAnother(files.store());
          newStore.finishInterrupted(maxBytes);
          if (condemned.isPresent()) {
            setAside(at, maxBytes, condemned.orElseThrow());
          } else if (!files.exists()) {
            newStore.begin(
                at, maxBytes, keptIn -> wasThere ? List.of(Gaps.storeVanished()) : List.of());
          }
          Opened opened = openOrSetAside(at, maxBytes, another, setBack);
          newStore.newestGap(opened.ledger().epoch()).ifPresent(opened.ledger()::gapTold);
          remember();
          return opened;
        });
  }

  /** One try to open the store. */
  private interface Attempt {
    Opened make() throws IOException, SQLException, JournalException;

    default Opened orRefusal() throws JournalException {
      try {
        return make();
      } catch (IOException e) {
        throw Faults.storage(e);
      } catch (SQLException e) {
        throw Faults.storage(e);
      }
    }
  }

  private Opened makingRoom(Attempt attempt) throws JournalException {
    try {
      return attempt.orRefusal();
    } catch (JournalException e) {
      if (Trouble.of(e) != Trouble.FULL || !isBallastDropped()) {
        throw e;
      }
      log.warn("disk is too full to open the journal, its ballast gives way");
      return attempt.orRefusal();
    }
  }

  private boolean isBallastDropped() throws JournalException {
    try {
      return new Ballast(files.ballast()).drop();
    } catch (IOException e) {
      throw Faults.storage(e);
    }
  }

  /** For a note that cannot be written no alarm is refused; the next opening tries again. */
  private void remember() {
    try {
      home.remember(files.store());
    } catch (IOException e) {
      log.warn("an old copy in the journal's place may go unnoticed reason={}", e.toString());
    }
  }

  private Opened openOrSetAside(
      ClockReading at, long maxBytes, boolean another, Optional<SetBack> setBack)
      throws IOException, SQLException, JournalException {
    try {
      Opened opened = openPresent(maxBytes);
      String epoch = opened.ledger().epoch();
      Optional<Event> gap =
          setBack
              .filter(how -> how.stream().epoch().equals(epoch))
              .map(Gaps::setBack)
              .or(() -> another ? Optional.of(Gaps.storeRestored(epoch)) : Optional.empty());
      return gap.isPresent() ? beginAfterRestore(opened, gap.get(), at) : opened;
    } catch (JournalException e) {
      if (e.reason() != Reason.DAMAGED) {
        throw e;
      }
      setAside(at, maxBytes, String.valueOf(e.getMessage()));
      return openPresent(maxBytes);
    }
  }

  /**
   * What the old epoch still holds goes on being sent under its own numbers; no new record gets one
   * of them, since it may have been given out after the image was taken.
   */
  private Opened beginAfterRestore(Opened opened, Event gap, ClockReading at) throws SQLException {
    Database database = opened.database();
    boolean good = false;
    try {
      database.begin();
      Ledger ledger = newStore.beginEpoch(database, opened.ledger().heads());
      newStore.enter(gap, at, ledger, database);
      database.commit();
      good = true;
      log.warn("journal is an old image of itself, a new epoch begins");
      return new Opened(database, ledger);
    } finally {
      if (!good) {
        closeQuietly(database);
      }
    }
  }

  /** Damaged stores from which not all has come back yet, oldest first. */
  List<Path> unsalvaged() throws JournalException {
    try {
      return files.unsalvaged();
    } catch (IOException e) {
      throw Faults.storage(e);
    }
  }

  /** Whether the directory of a damaged store is surely there no more. */
  boolean isGone(String damaged) {
    return files.isGone(damaged);
  }

  /** All that could be read of it has come back. */
  void markSalvaged(Path damaged) throws JournalException {
    try {
      files.markSalvaged(damaged);
    } catch (IOException e) {
      throw Faults.storage(e);
    }
  }

  String gateway() {
    return gateway;
  }

  /** So that it is known behind the next opening, too. */
  void gapTold(EventRecord gap) {
    newStore.gapTold(gap);
  }

  /** Opens and never begins: for those who only read or remove. */
  Opened openPresent(long maxBytes) throws JournalException {
    if (!files.exists()) {
      throw new JournalException(Reason.STORAGE, "the journal's file is not there");
    }
    try {
      StoreTail tail = StoreTail.of(files.store(), seal);
      Database database = Database.open(files.store(), maxBytes, connections);
      boolean good = false;
      try {
        Ledger ledger = examine(database, tail);
        good = true;
        return new Opened(database, ledger);
      } finally {
        if (!good) {
          closeQuietly(database);
        }
      }
    } catch (SQLException e) {
      throw Faults.whileOpening(e);
    } catch (IOException e) {
      throw Faults.storage(e);
    }
  }

  private Ledger examine(Database database, StoreTail tail)
      throws SQLException, IOException, JournalException {
    if (!database.isOurs()) {
      throw new JournalException(Reason.DAMAGED, "the file is no journal of this format");
    }
    return settle(database, tail.verifiedHeads(database));
  }

  /** Begins a new epoch if the gateway is another one now; drops old epochs that are drained. */
  private Ledger settle(Database database, List<Head> heads)
      throws SQLException, IOException, JournalException {
    String epoch = heads.isEmpty() ? "" : heads.get(heads.size() - 1).stream().epoch();
    Ledger stored = new Ledger(gateway, epoch, heads);
    long lanes = heads.stream().filter(stored::isCurrent).count();
    if (lanes != 0 && lanes != Lane.values().length) {
      throw new JournalException(Reason.DAMAGED, "a lane of epoch " + epoch + " is missing");
    }
    boolean salvaging = !files.unsalvaged().isEmpty(); // an end says how far that is
    List<Head> drained =
        heads.stream()
            .filter(head -> head.last() <= head.releasedUpTo() && !stored.isCurrent(head))
            .filter(head -> !(head.returned() && salvaging))
            .toList();
    try {
      return settle(database, stored, lanes == 0, drained);
    } catch (SQLException e) {
      if (drained.isEmpty() || Trouble.of(e) != Trouble.FULL) {
        throw e;
      }
      database.rollBack();
      log.info("drained epochs stay until the disk has room streams={}", drained.size());
      return settle(database, stored, lanes == 0, List.of());
    }
  }

  private Ledger settle(Database database, Ledger stored, boolean another, List<Head> drained)
      throws SQLException {
    boolean older = !database.schema().hasDigests();
    database.begin();
    database.createLaterTables();
    List<Head> kept = new ArrayList<>();
    for (Head head : stored.heads()) {
      if (older) {
        database.streams().update(head);
      }
      if (drained.contains(head)) {
        database.streams().drop(head);
      } else {
        kept.add(head);
      }
    }
    Ledger ledger =
        another ? newStore.beginEpoch(database, kept) : new Ledger(gateway, stored.epoch(), kept);
    database.commit();
    return ledger;
  }

  private void setAside(ClockReading at, long maxBytes, String why)
      throws IOException, SQLException {
    newStore.begin(at, maxBytes, keptIn -> List.of(Gaps.storeSetAside(why, keptIn)));
    setAsideCount++;
  }

  static void closeQuietly(Database database) {
    try {
      database.close();
    } catch (SQLException e) {
      // What was committed is safe in the WAL; the next opening finds it.
      log.warn("journal closed with an error reason={}", e.getMessage());
    }
  }
}
