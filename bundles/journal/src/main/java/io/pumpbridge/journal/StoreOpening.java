// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.journal.TreeTails.Tail;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store, verifies its tail, and begins a new one where there is none or it is damaged.
 */
final class StoreOpening {
  private static final Logger log = LoggerFactory.getLogger(StoreOpening.class);

  /** Newest records of each stream that must open and chain before the store is believed. */
  static final int TAIL = 64;

  /** Hex digits of an epoch; 60 random bits, and a gateway sees a handful of epochs in its life. */
  private static final int EPOCH_DIGITS = 16;

  /** An open store. */
  record Opened(Database database, Ledger ledger) {}

  private final StoreFiles files;
  private final Connections connections;
  private final RecordSeal seal;
  private final String gateway;
  private int setAsideCount;

  StoreOpening(StoreFiles files, Connections connections, RecordSeal seal, String gateway) {
    this.files = files;
    this.connections = connections;
    this.seal = seal;
    this.gateway = gateway;
  }

  /** Stores set aside in this run. */
  int setAsideCount() {
    return setAsideCount;
  }

  /**
   * Opens what is there or begins anew.
   *
   * @param at goes with the event that says why, if it comes to that
   * @param condemned why the present store must not be used any more, if so
   * @param wasThere whether a store has been open in this run, so that its absence is a loss
   * @throws JournalException with {@link Reason#STORAGE} only: whatever is damaged was set aside
   */
  Opened openOrBegin(ClockReading at, long maxBytes, Optional<String> condemned, boolean wasThere)
      throws JournalException {
    try {
      files.createDirectory();
      finishInterrupted(maxBytes);
      if (condemned.isPresent()) {
        setAside(at, maxBytes, condemned.orElseThrow());
      } else if (!files.exists()) {
        begin(at, maxBytes, keptIn -> wasThere ? List.of(Gaps.storeVanished()) : List.of());
      }
      try {
        return openPresent(maxBytes);
      } catch (JournalException e) {
        if (e.reason() != Reason.DAMAGED) {
          throw e;
        }
        setAside(at, maxBytes, String.valueOf(e.getMessage()));
        return openPresent(maxBytes);
      }
    } catch (IOException e) {
      throw Faults.storage(e);
    } catch (SQLException e) {
      throw Faults.of(e);
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

  /** Opens and never begins: for those who only read or remove. */
  Opened openPresent(long maxBytes) throws JournalException {
    if (!files.exists()) {
      throw new JournalException(Reason.STORAGE, "the journal's file is not there");
    }
    try {
      Map<String, Tail> tails = lookedAt();
      Database database = Database.open(files.store(), maxBytes, connections);
      boolean good = false;
      try {
        Ledger ledger = examine(database, tails);
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

  /**
   * Before SQLite sees them: it would repair a header, and pass over a damaged log in silence. Nor
   * while it has them open, for letting go of a file lets go of all locks on it.
   */
  private Map<String, Tail> lookedAt() throws IOException, JournalException {
    try (PageImages images = PageImages.open(files.store())) {
      if (!images.hasHeader()) {
        throw new JournalException(Reason.DAMAGED, "the file does not begin as a journal does");
      }
      if (images.isLogDamaged()) {
        throw new JournalException(
            Reason.DAMAGED, "the write-ahead log is damaged before its last transaction");
      }
      return TreeTails.of(images);
    }
  }

  private Ledger examine(Database database, Map<String, Tail> tails)
      throws SQLException, IOException, JournalException {
    if (!database.isOurs()) {
      throw new JournalException(Reason.DAMAGED, "the file is no journal of this format");
    }
    List<Head> found = database.streams().all();
    if (!database.isWithoutDigests()) {
      database.requireTables();
    }
    List<Head> heads = new ArrayList<>();
    for (Head stored : found) {
      Head head = measured(database, stored);
      requireNewest(head, tails.getOrDefault("records_" + head.table(), Tail.UNKNOWN));
      Page.read(database, head, head.last() - TAIL, TAIL).open(seal);
      heads.add(head);
    }
    return settle(database, heads);
  }

  /** Finds both ends of what is stored; the front must fit what has gone. */
  private static Head measured(Database database, Head head) throws SQLException, JournalException {
    Optional<StoredRecord> newest = database.records().newest(head);
    Head whole = head;
    if (newest.isPresent()) {
      StoredRecord oldest = database.records().after(head, Long.MIN_VALUE, 1).get(0);
      long first = head.removedUpTo() + 1;
      boolean fits =
          oldest.sequence() == first
              ? oldest.previousHash().toHex().equals(head.removedHash())
              : Hole.cover(
                  database.holes().between(head, first, oldest.sequence()),
                  first,
                  oldest.sequence() - 1);
      if (oldest.sequence() < first || !fits) {
        throw Page.missing(head.stream(), head.removedUpTo() + 1);
      }
      StoredRecord last = newest.orElseThrow();
      whole = head.endingAt(last.sequence(), last.hash().toHex());
    }
    if (whole.confirmedUpTo() < 0 || whole.removedUpTo() < 0 || whole.storedCount() < 0) {
      throw new JournalException(Reason.DAMAGED, "the numbers of " + head + " do not add up");
    }
    return whole;
  }

  /** Nothing on the table's last page is newer than what SQLite calls the newest. */
  private void requireNewest(Head head, Tail tail) throws JournalException {
    boolean reached = head.last() == head.removedUpTo() || head.last() > tail.above();
    for (Row row : tail.rows()) {
      if (FoundRow.isLike(row) && row.number() > head.last()) {
        reached &= FoundRow.of(seal, head.stream(), row, true).isEmpty();
      }
    }
    if (!reached) {
      throw new JournalException(
          Reason.DAMAGED, "the newest records of " + head.stream() + " cannot be reached");
    }
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
    boolean older = database.isWithoutDigests();
    database.begin();
    database.createLaterTables();
    List<Head> kept = new ArrayList<>();
    for (Head head : heads) {
      if (older) {
        database.streams().update(head);
      }
      if (head.last() > head.releasedUpTo()
          || stored.isCurrent(head)
          || (head.returned() && salvaging)) {
        kept.add(head);
      } else {
        database.streams().drop(head);
      }
    }
    Ledger ledger = lanes == 0 ? beginEpoch(database, kept) : new Ledger(gateway, epoch, kept);
    database.commit();
    return ledger;
  }

  private Ledger beginEpoch(Database database, List<Head> older) throws SQLException {
    String epoch = UUID.randomUUID().toString().replace("-", "").substring(0, EPOCH_DIGITS);
    List<Head> heads = new ArrayList<>(older);
    for (Lane lane : Lane.values()) {
      heads.add(database.streams().begin(new StreamId(gateway, epoch, lane)));
    }
    log.info("journal begins an epoch gateway={} epoch={}", gateway, epoch);
    return new Ledger(gateway, epoch, heads);
  }

  private void setAside(ClockReading at, long maxBytes, String why)
      throws IOException, SQLException {
    begin(at, maxBytes, keptIn -> List.of(Gaps.storeSetAside(why, keptIn)));
    setAsideCount++;
  }

  /**
   * Builds a new store aside and puts it in place.
   *
   * @param losses what its first records say, given the directory that takes in the present store
   */
  private void begin(ClockReading at, long maxBytes, Function<String, List<Event>> losses)
      throws IOException, SQLException {
    Path aside = files.beginAside(at.wall());
    List<Event> gaps = losses.apply(String.valueOf(files.damagedDirectory(aside).getFileName()));
    try (Database database = Database.open(aside, maxBytes, connections)) {
      database.begin();
      database.createTables();
      Ledger ledger = beginEpoch(database, List.of());
      for (Event gap : gaps) {
        EventRecord record = ledger.next(gap, at);
        ledger.take(record);
        database.records().insert(ledger.current(Lane.AUDIT), List.of(seal.seal(record)));
      }
      database.commit();
    }
    files.putInPlace(aside);
    gaps.forEach(gap -> log.error("journal lost its store and began anew gap={}", gap.details()));
  }

  /** A power cut between building a new store and putting it in place. */
  private void finishInterrupted(long maxBytes) throws IOException, SQLException {
    for (Path aside : files.aside()) {
      boolean complete;
      try (Database database = Database.open(aside, maxBytes, connections)) {
        complete = database.isOurs();
      }
      if (complete) {
        files.putInPlace(aside);
      } else {
        files.forget(aside);
      }
    }
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
