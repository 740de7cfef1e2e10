// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * The table of how far the second reader is, one row for each stream that is held for it. It came
 * after the format was fixed; a version that does not know it holds nothing and damages nothing, so
 * the format's number stays.
 */
final class SecondReader {
  private final Connection connection;

  SecondReader(Connection connection) {
    this.connection = connection;
  }

  void createTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS reader"
              + " (stream INTEGER PRIMARY KEY, passed_up_to INTEGER NOT NULL) STRICT");
    }
  }

  /** By number of the stream; streams that are not in it are not held. */
  Map<Long, Long> passed() throws SQLException {
    Map<Long, Long> passed = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT stream, passed_up_to FROM reader")) {
      while (rows.next()) {
        passed.put(rows.getLong(1), rows.getLong(2));
      }
    }
    return passed;
  }

  void put(Head head) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT INTO reader(stream, passed_up_to) VALUES (?, ?)"
                + " ON CONFLICT(stream) DO UPDATE SET passed_up_to = excluded.passed_up_to")) {
      put.setLong(1, head.table());
      put.setLong(2, head.passedUpTo());
      put.executeUpdate();
    }
  }

  void remove(Head head) throws SQLException {
    try (PreparedStatement remove =
        connection.prepareStatement("DELETE FROM reader WHERE stream = ?")) {
      remove.setLong(1, head.table());
      remove.executeUpdate();
    }
  }
}
