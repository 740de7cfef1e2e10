// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** Where connections come from; the one place where tests put a bad disk. */
interface Connections {

  /** Longest wait for another process to let go of the file; a second gateway must not hang. */
  int BUSY_MS = 500;

  /** Half a megabyte of page cache: the journal appends and reads in order, it does not search. */
  int CACHE_KIB = 512;

  Connection open(Path file) throws SQLException;

  /** By data source, since the driver manager does not find drivers inside an OSGi bundle. */
  static Connection toSqlite(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_MS);
    config.setGetGeneratedKeys(false); // else each insert is followed by a query for its key
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    Connection connection = source.getConnection();
    // In this order, which the driver would not keep: exclusive before the first look at the file
    // keeps the WAL's index in memory, and any second process out.
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA temp_store = MEMORY");
      statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
