// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.measure.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The inbox: which commands have been answered, and how. Within the database's transactions. */
final class Answers {
  /** As the port promises. */
  static final int LIMIT = 10_000;

  /** When they are too large together, a hundredth of them goes at a time. */
  private static final int SHARE = 100;

  /** As stored. */
  record Answer(long id, String requestId, Bytes sealed) {}

  private final Connection connection;

  Answers(Connection connection) {
    this.connection = connection;
  }

  Optional<Bytes> find(String requestId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT sealed FROM answer WHERE request_id = ?")) {
      select.setString(1, requestId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(Bytes.of(rows.getBytes(1))) : Optional.empty();
      }
    }
  }

  /**
   * A second answer to the same command takes the place of the first and counts as the newest.
   *
   * @param maxBytes all answers together; beyond, the oldest are forgotten before their time
   */
  void put(String requestId, Bytes sealed, long maxBytes) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO answer(request_id, sealed) VALUES (?, ?)")) {
      insert.setString(1, requestId);
      insert.setBytes(2, sealed.toArray());
      insert.executeUpdate();
    }
    try (Statement statement = connection.createStatement()) {
      long surplus = surplus(statement, maxBytes);
      while (surplus > 0) {
        statement.executeUpdate(
            "DELETE FROM answer WHERE id IN (SELECT id FROM answer ORDER BY id LIMIT "
                + surplus
                + ")");
        surplus = surplus(statement, maxBytes);
      }
    }
  }

  /**
   * An answer of a damaged store: older than any that is here, and never in place of one.
   *
   * @return whether it came: not without room, nor if that command is known here already
   */
  boolean bringBack(String requestId, Bytes sealed, long maxBytes) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*), total(length(sealed)) FROM answer")) {
      if (rows.getLong(1) >= LIMIT || rows.getLong(2) + sealed.length() > maxBytes) {
        return false;
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO answer(id, request_id, sealed)"
                + " SELECT min(coalesce(min(id), 0), 0) - 1, ?, ? FROM answer")) {
      insert.setString(1, requestId);
      insert.setBytes(2, sealed.toArray());
      return insert.executeUpdate() > 0;
    }
  }

  /** The sealed answers after a number, by request, in order. */
  List<Answer> after(long id, int maxCount) throws SQLException {
    List<Answer> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, request_id, sealed FROM answer WHERE id > %d ORDER BY id LIMIT %d"
                    .formatted(id, maxCount))) {
      while (rows.next()) {
        found.add(new Answer(rows.getLong(1), rows.getString(2), Database.bytes(rows, 3)));
      }
    }
    return found;
  }

  /** How many are to be forgotten now; asked again until it is none. */
  private static long surplus(Statement statement, long maxBytes) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("SELECT count(*), total(length(sealed)) FROM answer")) {
      long count = rows.getLong(1);
      long tooManyBytes = rows.getLong(2) > maxBytes ? Math.max(1, count / SHARE) : 0;
      return Math.max(count - LIMIT, tooManyBytes);
    }
  }
}
