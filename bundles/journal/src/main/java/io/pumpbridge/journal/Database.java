// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.measure.Bytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The file as tables: its settings, its transactions, its structure, and the tables it consists of.
 * No decisions. One connection, one thread at a time.
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
  private final Records records;
  private final Reserve reserve;
  private final Schema schema;

  private final HeldStatement begin;
  private final HeldStatement commit;
  private final HeldStatement pageCount;
  private final HeldStatement freeCount;

  /**
   * How large the file is.
   *
   * @param allBytes of all its pages
   * @param usedBytes without what has been freed inside, and without the reserve
   */
  record Extent(long allBytes, long usedBytes) {}

  private Database(Connection connection) throws SQLException {
    this.connection = connection;
    this.records = new Records(connection);
    this.reserve = new Reserve(connection);
    this.schema = new Schema(connection);
    this.begin = new HeldStatement(connection, "BEGIN IMMEDIATE");
    this.commit = new HeldStatement(connection, "COMMIT");
    this.pageCount = new HeldStatement(connection, "PRAGMA page_count");
    this.freeCount = new HeldStatement(connection, "PRAGMA freelist_count");
  }

  /**
   * Opens the file, creating it if it is not there.
   *
   * @param maxBytes the file never grows beyond, whatever happens
   * @throws SQLException also if a commit would not be durable on this connection
   */
  static Database open(Path file, long maxBytes, Connections connections) throws SQLException {
    Connection connection = connections.open(file);
    try {
      Database database = new Database(connection);
      database.prepare(maxBytes);
      return database;
    } catch (SQLException | RuntimeException e) {
      connection.close();
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
          removed_hash BLOB NOT NULL, returned INTEGER, digest BLOB,
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

  /** What an older file lacks. */
  void createLaterTables() throws SQLException {
    if (!schema.hasDigests()) {
      execute("ALTER TABLE stream ADD COLUMN returned INTEGER");
      execute("ALTER TABLE stream ADD COLUMN digest BLOB");
    }
    reader().createTable();
    holes().createTable();
    salvages().createTable();
    contradicted().createTable();
  }

  /** By statement and not by the driver, which would begin and end an empty transaction more. */
  void begin() throws SQLException {
    begin.execute();
  }

  /** When this returns, all since {@link #begin} would survive a power cut. */
  void commit() throws SQLException {
    boolean copied = schema.copyIfChanged();
    commit.execute();
    if (copied) {
      schema.committed();
    }
  }

  /** Undoes all since {@link #begin}, and says whether it could. */
  boolean isRolledBack() {
    try {
      rollBack();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Undoes all since {@link #begin}. */
  void rollBack() throws SQLException {
    reserve.forget();
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      execute("BEGIN"); // which fails unless SQLite has undone it already, as after some errors
      execute("ROLLBACK");
    }
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

  /** Cheapest within a transaction. */
  Extent extent() throws SQLException {
    long all = pageCount.number();
    long used = (all - freeCount.number()) * PAGE_BYTES - reserve.bytes();
    return new Extent(all * PAGE_BYTES, used);
  }

  /** All pages, used or not. */
  long pageBytes() throws SQLException {
    return pageCount.number() * PAGE_BYTES;
  }

  Reserve reserve() {
    return reserve;
  }

  /** The list of tables. */
  Schema schema() {
    return schema;
  }

  /** Pages in use; what has been freed inside the file does not count, nor does the reserve. */
  long usedBytes() throws SQLException {
    return extent().usedBytes();
  }

  Streams streams() {
    return new Streams(connection, records, schema);
  }

  Records records() {
    return records;
  }

  SecondReader reader() {
    return new SecondReader(connection);
  }

  Holes holes() {
    return new Holes(connection);
  }

  Contradicted contradicted() {
    return new Contradicted(connection);
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
