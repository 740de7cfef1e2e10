// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table of holes; made by {@link Standings}. Within the database's transactions. */
final class Holes {
  private final Connection connection;

  Holes(Connection connection) {
    this.connection = connection;
  }

  /** It came after the format was fixed; a file without it gets it when it is opened. */
  void createTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS hole (stream INTEGER NOT NULL, first INTEGER NOT NULL,"
              + " last INTEGER NOT NULL, PRIMARY KEY (stream, first)) STRICT");
    }
  }

  void remove(Head head) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM hole WHERE stream = " + head.table());
    }
  }

  void add(Head head, Hole hole) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO hole(stream, first, last) VALUES (?, ?, ?)")) {
      insert.setLong(1, head.table());
      insert.setLong(2, hole.first());
      insert.setLong(3, hole.last());
      insert.executeUpdate();
    }
  }

  /** Those that reach into the numbers from first to last, in order. */
  List<Hole> between(Head head, long first, long last) throws SQLException {
    List<Hole> holes = new ArrayList<>();
    if (!head.returned()) {
      return holes;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT first, last FROM hole WHERE stream = %d AND first <= %d AND last >= %d"
                        .formatted(head.table(), last, first)
                    + " ORDER BY first")) {
      while (rows.next()) {
        holes.add(new Hole(rows.getLong(1), rows.getLong(2)));
      }
    }
    return holes;
  }

  /** What has left needs no excuse any more. */
  void removeUpTo(Head head, long sequence) throws SQLException {
    if (head.returned()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "DELETE FROM hole WHERE stream = %d AND last <= %d".formatted(head.table(), sequence));
      }
    }
  }
}
