// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * The table of streams under whose next numbers the server has other records, until {@link
 * Retelling} is through with them. It came after the format was fixed; a version that does not know
 * it goes on sending them in vain and damages nothing. Within the database's transactions.
 */
final class Contradicted {
  private final Connection connection;

  Contradicted(Connection connection) {
    this.connection = connection;
  }

  void createTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS contradicted (stream INTEGER PRIMARY KEY) STRICT");
    }
  }

  /** By number of the stream. */
  Set<Long> all() throws SQLException {
    Set<Long> streams = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT stream FROM contradicted")) {
      while (rows.next()) {
        streams.add(rows.getLong(1));
      }
    }
    return streams;
  }

  void put(Head head) throws SQLException {
    execute("INSERT OR IGNORE INTO contradicted(stream) VALUES (?)", head);
  }

  void remove(Head head) throws SQLException {
    execute("DELETE FROM contradicted WHERE stream = ?", head);
  }

  private void execute(String sql, Head head) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, head.table());
      statement.executeUpdate();
    }
  }
}
