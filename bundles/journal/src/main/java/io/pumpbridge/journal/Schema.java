// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The list of tables, and a copy of it in a table of our own. Nothing vouches for SQLite's list:
 * one changed bit there, and a table begins at another page, so that its records seem never to have
 * been. The copy came after the format was fixed. A version that does not know it leaves a copy
 * that is behind the list, which is seen by the number of the list's version, and then it does not
 * count.
 */
final class Schema {
  private static final String COPY = "schema_copy";

  /** What a list may name, whatever version wrote it; SQLite's own names among them. */
  private static final Pattern KNOWN =
      Pattern.compile(
          "stream|answer|reader|hole|salvage|contradicted|reserve|schema_copy|records_\\d+|sqlite_.*");

  private final Connection connection;
  private final PreparedStatement version;

  /** Of the list, when the copy was last known to be the same; none yet. */
  private long copiedVersion = -1;

  Schema(Connection connection) throws SQLException {
    this.connection = connection;
    this.version = connection.prepareStatement("PRAGMA schema_version");
  }

  /** As it stands in SQLite's list. */
  private record Entry(long page, String type, String name, String table, String sql) {}

  /**
   * Must hold before any table is believed.
   *
   * @throws SQLException if the list is not as it was made
   */
  void require() throws SQLException {
    List<Entry> list = entries("SELECT rootpage, type, name, tbl_name, sql FROM sqlite_schema");
    requireKnown(list);
    if (list.stream().anyMatch(entry -> entry.name().equals(COPY)) && isCopyOfThisVersion()) {
      String copied = "SELECT page, type, name, owner, sql FROM schema_copy";
      if (!new HashSet<>(entries(copied)).equals(new HashSet<>(list))) {
        throw new SQLDataException("the list of tables is not what was written");
      }
      copiedVersion = version();
    } else if (hasDigests()) {
      requireColumns();
    }
  }

  private static void requireKnown(List<Entry> list) throws SQLException {
    Set<Long> pages = new HashSet<>();
    for (Entry entry : list) {
      if (!KNOWN.matcher(entry.name()).matches() || !pages.add(entry.page())) {
        throw new SQLDataException(
            "the list of tables has %s at page %d".formatted(entry.name(), entry.page()));
      }
    }
  }

  /** No, if an older version has changed the list since. */
  private boolean isCopyOfThisVersion() throws SQLException {
    long now = version();
    boolean same = true;
    int count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT typeof(version), typeof(type), version FROM " + COPY)) {
      while (rows.next()) {
        if (!"integer".equals(rows.getString(1)) || !"text".equals(rows.getString(2))) {
          throw new SQLDataException("the copy of the list of tables is something else");
        }
        same &= rows.getLong(3) == now;
        count++;
      }
    }
    if (count == 0) {
      throw new SQLDataException("the copy of the list of tables is gone");
    }
    return same;
  }

  /**
   * Asks each small table of an older file for every column.
   *
   * @throws SQLException if one is not as it was made
   */
  private void requireColumns() throws SQLException {
    execute("SELECT stream, passed_up_to FROM reader LIMIT 0");
    execute("SELECT returned, digest FROM stream LIMIT 0");
    execute("SELECT stream, first, last FROM hole LIMIT 0");
    execute("SELECT id, request_id, sealed FROM answer LIMIT 0");
    execute("SELECT name, answers_done, answers, records, lost, finished FROM salvage LIMIT 0");
    if (has("contradicted")) {
      execute("SELECT stream FROM contradicted LIMIT 0");
    }
  }

  /**
   * Within the transaction that may have changed the list.
   *
   * @return whether it was copied anew; then {@link #committed} is due after the commit
   */
  boolean copyIfChanged() throws SQLException {
    if (version() == copiedVersion) {
      return false;
    }
    execute(
        "CREATE TABLE IF NOT EXISTS schema_copy (page INTEGER PRIMARY KEY, version INTEGER NOT NULL,"
            + " type TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, sql TEXT) STRICT");
    execute("DELETE FROM schema_copy");
    execute(
        "INSERT INTO schema_copy SELECT rootpage, schema_version, type, name, tbl_name, sql"
            + " FROM sqlite_schema, pragma_schema_version");
    return true;
  }

  /** What {@link #copyIfChanged} has done will stay. */
  void committed() throws SQLException {
    copiedVersion = version();
  }

  private long version() throws SQLException {
    try (ResultSet rows = version.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private List<Entry> entries(String query) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        entries.add(
            new Entry(
                rows.getLong(1),
                String.valueOf(rows.getString(2)),
                String.valueOf(rows.getString(3)),
                String.valueOf(rows.getString(4)),
                String.valueOf(rows.getString(5)))); // none for an index of SQLite's own
      }
    }
    return entries;
  }

  /**
   * Holds the small tables against their indexes.
   *
   * @throws SQLException if something does not fit
   */
  void requireStructure() throws SQLException {
    for (String table :
        List.of("answer", "stream", "reader", "hole", "salvage", "contradicted", COPY)) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("PRAGMA integrity_check('" + table + "')")) {
        String found = rows.next() ? rows.getString(1) : "nothing";
        if (!"ok".equals(found)) {
          throw new SQLDataException("table " + table + ": " + found);
        }
      }
    }
  }

  boolean has(String table) throws SQLException {
    return count("sqlite_schema WHERE name = '" + table + "'") > 0;
  }

  /** Whether digests vouch for the rows of streams; not in an older file. */
  boolean hasDigests() throws SQLException {
    return count("pragma_table_info('stream') WHERE name = 'digest'") > 0;
  }

  private long count(String what) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + what)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
