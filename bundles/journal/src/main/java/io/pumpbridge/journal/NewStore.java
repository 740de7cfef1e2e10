// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.event.WrittenEvent;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * How a store begins, and an epoch in it. A new store is built aside; only when all of it is in its
 * own file does it take its place, since its write-ahead log does not go with it.
 */
final class NewStore {
  private static final Logger log = LoggerFactory.getLogger(NewStore.class);

  /** Hex digits of an epoch; 60 random bits, and a gateway sees a handful of epochs in its life. */
  private static final int EPOCH_DIGITS = 16;

  private final StoreFiles files;
  private final Connections connections;
  private final RecordSeal seal;
  private final String gateway;
  private Optional<EventRecord> newestGap = Optional.empty();

  NewStore(StoreFiles files, Connections connections, RecordSeal seal, String gateway) {
    this.files = files;
    this.connections = connections;
    this.seal = seal;
    this.gateway = gateway;
  }

  /**
   * Within a transaction.
   *
   * @param older what the store holds already
   */
  Ledger beginEpoch(Database database, List<Head> older) throws SQLException {
    String epoch = UUID.randomUUID().toString().replace("-", "").substring(0, EPOCH_DIGITS);
    List<Head> heads = new ArrayList<>(older);
    for (Lane lane : Lane.values()) {
      heads.add(database.streams().begin(new StreamId(gateway, epoch, lane)));
    }
    log.info("journal begins an epoch gateway={} epoch={}", gateway, epoch);
    return new Ledger(gateway, epoch, heads);
  }

  void gapTold(EventRecord gap) {
    newestGap = Optional.of(gap);
  }

  /** What was said last of a loss, if that was in this epoch. */
  Optional<EventRecord> newestGap(String epoch) {
    return newestGap.filter(gap -> gap.stream().epoch().equals(epoch));
  }

  /** Says in the audit lane why; within the same transaction. */
  void enter(Event gap, ClockReading at, Ledger ledger, Database database) throws SQLException {
    EventRecord record = ledger.next(WrittenEvent.of(gap), at);
    ledger.take(record);
    gapTold(record);
    database.records().insert(ledger.current(Lane.AUDIT), List.of(seal.seal(record)));
  }

  /**
   * Builds a new store aside and puts it in place.
   *
   * @param losses what its first records say, given the directory that takes in the present store
   */
  void begin(ClockReading at, long maxBytes, Function<String, List<Event>> losses)
      throws IOException, SQLException {
    Path aside = files.beginAside(at.wall());
    List<Event> gaps = losses.apply(String.valueOf(files.damagedDirectory(aside).getFileName()));
    try (Database database = Database.open(aside, maxBytes, connections)) {
      database.begin();
      database.createTables();
      Ledger ledger = beginEpoch(database, List.of());
      for (Event gap : gaps) {
        enter(gap, at, ledger, database);
      }
      database.commit();
      foldIn(database);
    }
    files.putInPlace(aside);
    gaps.forEach(gap -> log.error("journal lost its store and began anew gap={}", gap.details()));
  }

  /** A power cut, or a full disk, between building a new store and putting it in place. */
  void finishInterrupted(long maxBytes) throws IOException, SQLException {
    for (Path aside : files.aside()) {
      // One without a byte is not even opened: SQLite would write its header, if there were room.
      if (Files.size(aside) > 0 && isComplete(aside, maxBytes)) {
        files.putInPlace(aside);
      } else {
        files.forget(aside);
      }
    }
  }

  private boolean isComplete(Path aside, long maxBytes) throws SQLException {
    try (Database database = Database.open(aside, maxBytes, connections)) {
      if (!database.isOurs()) {
        return false;
      }
      foldIn(database);
      return true;
    } catch (SQLException e) {
      if (Faults.of(e).reason() != Reason.DAMAGED) {
        throw e;
      }
      log.warn("a new journal was damaged before it was used reason={}", e.getMessage());
      return false;
    }
  }

  /** Closing would do so too, but says nothing if there is no room. */
  private static void foldIn(Database database) throws SQLException {
    if (!database.foldIn()) {
      throw new SQLiteException("no room for a new store", SQLiteErrorCode.SQLITE_FULL);
    }
  }
}
