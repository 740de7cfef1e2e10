// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Standings.Standing;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file as tables: all SQL about streams and records, and no decisions. One connection, one
 * thread at a time.
 */
final class Database implements AutoCloseable {
  /** "PBj1" in the file's header, so that {@code file} and we know what it is. */
  static final int APPLICATION_ID = 0x50426a31;

  static final int FORMAT = 1;

  /** Streams that came back, which a version that knows only format 1 would go on with. */
  static final int FORMAT_WITH_RETURNED = 2;

  /** Of SQLite's pages; also what a lone commit writes at least. */
  static final int PAGE_BYTES = 4_096;

  /** The WAL is folded in at this size... */
  private static final int CHECKPOINT_PAGES = 512;

  /** ...and its file is cut back to this one if a large transaction made it grow. */
  private static final int WAL_BYTES = 4 * 1_048_576;

  private static final int FULL = 2;

  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the file, creating it if it is not there.
   *
   * @param maxBytes the file never grows beyond, whatever happens
   * @throws SQLException also if a commit would not be durable on this connection
   */
  static Database open(Path file, long maxBytes, Connections connections) throws SQLException {
    Connection connection = connections.open(file);
    Database database = new Database(connection);
    try {
      database.prepare(maxBytes);
      return database;
    } catch (SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private void prepare(long maxBytes) throws SQLException {
    execute("PRAGMA cell_size_check = ON");
    execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    execute("PRAGMA journal_size_limit = " + WAL_BYTES);
    limit(maxBytes);
    String journal = text("PRAGMA journal_mode").orElse("");
    long synchronous = number("PRAGMA synchronous");
    if (!journal.equals("wal") || synchronous != FULL) {
      throw new SQLException(
          "commits would not be durable: journal_mode=%s synchronous=%d"
              .formatted(journal, synchronous));
    }
  }

  /** Whatever else goes wrong, the file does not grow beyond; what is larger already stays so. */
  void limit(long maxBytes) throws SQLException {
    execute("PRAGMA max_page_count = " + maxBytes / PAGE_BYTES);
  }

  /** Nothing more and nothing less than what this version writes. */
  boolean isOurs() throws SQLException {
    long format = number("PRAGMA user_version");
    return number("PRAGMA application_id") == APPLICATION_ID
        && (format == FORMAT || format == FORMAT_WITH_RETURNED);
  }

  void createTables() throws SQLException {
    execute(
        """
        CREATE TABLE stream (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          gateway TEXT NOT NULL, epoch TEXT NOT NULL, lane TEXT NOT NULL,
          confirmed_up_to INTEGER NOT NULL, removed_up_to INTEGER NOT NULL,
          removed_hash BLOB NOT NULL,
          UNIQUE (gateway, epoch, lane)) STRICT""");
    execute(
        """
        CREATE TABLE answer (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          request_id TEXT NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT""");
    createLaterTables();
    execute("PRAGMA application_id = " + APPLICATION_ID);
    execute("PRAGMA user_version = " + FORMAT);
  }

  /** Those that an older file lacks. */
  void createLaterTables() throws SQLException {
    reader().createTable();
    standings().createTables();
    salvages().createTable();
  }

  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  /** When this returns, all since {@link #begin} would survive a power cut. */
  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Undoes all since {@link #begin}. */
  void rollBack() throws SQLException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      execute("BEGIN"); // SQLite has undone it already when the commit failed, and the driver
      // believes in a transaction: the next line ends an empty one
    }
    connection.setAutoCommit(true);
  }

  /**
   * Writes all that the WAL holds into the file, so that the WAL begins anew.
   *
   * @return whether all of it found room
   */
  boolean foldIn() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA wal_checkpoint(FULL)")) {
      return rows.next() && rows.getInt(1) == 0 && rows.getLong(2) == rows.getLong(3);
    } catch (SQLException e) {
      if (Trouble.of(e) == Trouble.FULL) {
        return false;
      }
      throw e;
    }
  }

  /** All pages, used or not. */
  long pageBytes() throws SQLException {
    return number("PRAGMA page_count") * PAGE_BYTES;
  }

  Reserve reserve() {
    return new Reserve(connection);
  }

  Head createStream(StreamId stream) throws SQLException {
    return create(Head.begin(0, stream));
  }

  /**
   * For records that come back.
   *
   * @param removed the record before the first one that does
   * @param hash its hash
   */
  Head createReturned(StreamId stream, long removed, String hash) throws SQLException {
    execute("PRAGMA user_version = " + FORMAT_WITH_RETURNED);
    return create(Head.returning(0, stream, removed, hash));
  }

  private Head create(Head head) throws SQLException {
    StreamId stream = head.stream();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO stream(gateway, epoch, lane, confirmed_up_to, removed_up_to, removed_hash)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, stream.gateway());
      insert.setString(2, stream.epoch());
      insert.setString(3, stream.lane().wireName());
      insert.setLong(4, head.confirmedUpTo());
      insert.setLong(5, head.removedUpTo());
      insert.setBytes(6, Bytes.fromHex(head.removedHash()).toArray());
      insert.executeUpdate();
    }
    Head created = head.in(number("SELECT last_insert_rowid()"));
    execute(
        "CREATE TABLE records_%d (seq INTEGER PRIMARY KEY, prev BLOB NOT NULL, hash BLOB NOT NULL, "
                .formatted(created.table())
            + "sealed BLOB NOT NULL) STRICT");
    standings().put(created);
    return created;
  }

  void dropStream(Head head) throws SQLException {
    execute("DROP TABLE records_" + head.table());
    reader().remove(head);
    standings().remove(head);
    execute("DELETE FROM stream WHERE id = " + head.table());
  }

  /**
   * All streams as stored: first what came back, then by age. {@code last} and {@code lastHash} are
   * still as removed.
   *
   * @throws SQLException also if a row is not what was written
   */
  List<Head> streams() throws SQLException {
    Map<Long, Long> held = has("reader") ? reader().passed() : Map.of();
    Optional<Map<Long, Standing>> standings =
        has("standing") ? Optional.of(standings().all()) : Optional.empty();
    List<Head> heads = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, gateway, epoch, lane, confirmed_up_to, removed_up_to, removed_hash"
                    + " FROM stream ORDER BY id")) {
      while (rows.next()) {
        String name = text(rows, 4);
        Lane lane = Lane.find(name).orElseThrow(() -> new SQLDataException("no lane " + name));
        String hash = bytes(rows, 7).toHex();
        StreamId stream = new StreamId(text(rows, 2), text(rows, 3), lane);
        long removed = rows.getLong(6);
        long id = rows.getLong(1);
        long passed = held.getOrDefault(id, Head.UNHELD);
        Optional<Standing> standing = standings.map(all -> all.get(id));
        boolean returned = standing.map(Standing::returned).orElse(false);
        Head head =
            new Head(id, stream, rows.getLong(5), removed, hash, passed, removed, hash, returned);
        if (standings.isPresent()
            && standing.filter(one -> one.digest().equals(head.digest())).isEmpty()) {
          throw new SQLDataException("the row of stream " + id + " is not what was written");
        }
        heads.add(head);
      }
    }
    heads.sort(Comparator.comparing(head -> !head.returned())); // stable
    return heads;
  }

  /** An older file; nobody has noted how its streams stand. */
  boolean isWithoutStandings() throws SQLException {
    return !has("standing");
  }

  /**
   * Asks each small table for every column, since the list of tables may be what was changed.
   *
   * @throws SQLException if one is not as it was made
   */
  void requireTables() throws SQLException {
    execute("SELECT stream, passed_up_to FROM reader LIMIT 0");
    execute("SELECT stream, returned, digest FROM standing LIMIT 0");
    execute("SELECT stream, first, last FROM hole LIMIT 0");
    execute("SELECT id, request_id, sealed FROM answer LIMIT 0");
    execute("SELECT name, answers_done, answers, records, lost, finished FROM salvage LIMIT 0");
  }

  private boolean has(String table) throws SQLException {
    return number("SELECT count(*) FROM sqlite_schema WHERE name = '" + table + "'") > 0;
  }

  void updateStream(Head head) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE stream SET confirmed_up_to = ?, removed_up_to = ?, removed_hash = ?"
                + " WHERE id = ?")) {
      update.setLong(1, head.confirmedUpTo());
      update.setLong(2, head.removedUpTo());
      update.setBytes(3, Bytes.fromHex(head.removedHash()).toArray());
      update.setLong(4, head.table());
      update.executeUpdate();
    }
    standings().put(head);
  }

  void insert(Head head, List<StoredRecord> records) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO records_"
                + head.table()
                + "(seq, prev, hash, sealed)"
                + " VALUES (?, ?, ?, ?)")) {
      for (StoredRecord record : records) {
        insert.setLong(1, record.sequence());
        insert.setBytes(2, record.previousHash().toArray());
        insert.setBytes(3, record.hash().toArray());
        insert.setBytes(4, record.sealed().toArray());
        insert.executeUpdate();
      }
    }
  }

  void deleteUpTo(Head head, long sequence) throws SQLException {
    execute("DELETE FROM records_" + head.table() + " WHERE seq <= " + sequence);
  }

  /** What the records up to {@code sequence} take on disk, in bytes. */
  long occupied(Head head, long sequence) throws SQLException {
    long bytes = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT length(prev) + length(hash) + length(sealed) FROM records_"
                    + head.table()
                    + " WHERE seq <= "
                    + sequence)) {
      while (rows.next()) {
        bytes += Footprint.of(rows.getInt(1));
      }
    }
    return bytes;
  }

  /** The first {@code maxCount} records after {@code sequence}, in order. */
  List<StoredRecord> after(Head head, long sequence, int maxCount) throws SQLException {
    return records(head, "WHERE seq > " + sequence + " ORDER BY seq LIMIT " + maxCount);
  }

  Optional<StoredRecord> at(Head head, long sequence) throws SQLException {
    return records(head, "WHERE seq = " + sequence).stream().findFirst();
  }

  /** The newest one not after {@code sequence}. */
  Optional<StoredRecord> upTo(Head head, long sequence) throws SQLException {
    return records(head, "WHERE seq <= " + sequence + " ORDER BY seq DESC LIMIT 1").stream()
        .findFirst();
  }

  Optional<StoredRecord> newest(Head head) throws SQLException {
    return records(head, "ORDER BY seq DESC LIMIT 1").stream().findFirst();
  }

  private List<StoredRecord> records(Head head, String which) throws SQLException {
    List<StoredRecord> records = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT seq, prev, hash, sealed FROM records_" + head.table() + " " + which)) {
      while (rows.next()) {
        records.add(
            new StoredRecord(rows.getLong(1), bytes(rows, 2), bytes(rows, 3), bytes(rows, 4)));
      }
    }
    return records;
  }

  /** Pages in use; what has been freed inside the file does not count, nor does the reserve. */
  long usedBytes() throws SQLException {
    long pages = number("PRAGMA page_count") - number("PRAGMA freelist_count");
    return pages * PAGE_BYTES - reserve().bytes();
  }

  /**
   * Holds the small tables against their indexes.
   *
   * @throws SQLException if something does not fit
   */
  void requireStructure() throws SQLException {
    for (String table : List.of("answer", "stream", "reader", "standing", "hole", "salvage")) {
      String found = text("PRAGMA integrity_check('" + table + "')").orElse("nothing");
      if (!found.equals("ok")) {
        throw new SQLDataException("table " + table + ": " + found);
      }
    }
  }

  SecondReader reader() {
    return new SecondReader(connection);
  }

  Standings standings() {
    return new Standings(connection);
  }

  Holes holes() {
    return new Holes(connection);
  }

  SalvageLog salvages() {
    return new SalvageLog(connection);
  }

  Answers answers() {
    return new Answers(connection);
  }

  /** Only a damaged file holds nothing where the table demands something. */
  static Bytes bytes(ResultSet rows, int column) throws SQLException {
    byte[] content = rows.getBytes(column);
    if (content == null) {
      throw new SQLDataException("column " + column + " is empty");
    }
    return Bytes.of(content);
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    String content = rows.getString(column);
    if (content == null) {
      throw new SQLDataException("column " + column + " is empty");
    }
    return content;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private Optional<String> text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }

  /** Folds the WAL in, as far as the disk allows, and lets go of the file. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
