// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.measure.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * The tables that damage made necessary: a digest beside each stream's row, the streams that came
 * back from a damaged store, and the holes in them. They came after the format was fixed; a file
 * without them gets them when it is opened.
 */
final class Standings {

  /**
   * What stands beside a stream's row.
   *
   * @param digest as it was when the row was written
   */
  record Standing(boolean returned, Bytes digest) {}

  private final Connection connection;

  Standings(Connection connection) {
    this.connection = connection;
  }

  void createTables() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS standing (stream INTEGER PRIMARY KEY,"
              + " returned INTEGER NOT NULL, digest BLOB NOT NULL) STRICT");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS hole (stream INTEGER NOT NULL, first INTEGER NOT NULL,"
              + " last INTEGER NOT NULL, PRIMARY KEY (stream, first)) STRICT");
    }
  }

  /** By number of the stream. */
  Map<Long, Standing> all() throws SQLException {
    Map<Long, Standing> all = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT stream, returned, digest FROM standing")) {
      while (rows.next()) {
        all.put(rows.getLong(1), new Standing(rows.getLong(2) != 0, Database.bytes(rows, 3)));
      }
    }
    return all;
  }

  void put(Head head) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT INTO standing(stream, returned, digest) VALUES (?, ?, ?)"
                + " ON CONFLICT(stream) DO UPDATE SET digest = excluded.digest")) {
      put.setLong(1, head.table());
      put.setLong(2, head.returned() ? 1 : 0);
      put.setBytes(3, head.digest().toArray());
      put.executeUpdate();
    }
  }

  void remove(Head head) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM standing WHERE stream = " + head.table());
      statement.execute("DELETE FROM hole WHERE stream = " + head.table());
    }
  }
}
