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

/**
 * The inbox: which commands have been answered, and how. Within the database's transactions.
 *
 * <p>Answers to what changed nothing stand below {@link #BORDER}, in the order in which they came.
 * So the lowest number is always the first that may go, also for a version that does not know of
 * the two kinds, and no flood of refusals makes a gateway forget what it has done.
 */
final class Answers {
  /** Of commands that may have changed something; as the port promises. */
  static final int LIMIT = 10_000;

  /** Of the others; as the port promises. Of what is refused, the newest is what comes again. */
  static final int UNCHANGED_LIMIT = 1_000;

  /** Numbers from here on are of commands that may have changed something. */
  static final long BORDER = -(1L << 61);

  private static final String CHANGED = "id >= " + BORDER;
  private static final String UNCHANGED = "id < " + BORDER;

  /** Where the others begin: more than a gateway can ever add, on either side. */
  private static final long UNCHANGED_FROM = 2 * BORDER;

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
   * @param maxBytes all answers together; beyond, the oldest are forgotten before their time, and
   *     those first that changed nothing
   */
  void put(String requestId, Bytes sealed, long maxBytes) throws SQLException {
    insert("INSERT OR REPLACE INTO answer(request_id, sealed) VALUES (?, ?)", requestId, sealed);
    forget(CHANGED, LIMIT, maxBytes);
  }

  /** The same of a command that has changed nothing. */
  void putUnchanged(String requestId, Bytes sealed, long maxBytes) throws SQLException {
    insert(
        "INSERT OR REPLACE INTO answer(id, request_id, sealed)"
            + " SELECT coalesce(max(id) + 1, %d), ?, ? FROM answer WHERE %s"
                .formatted(UNCHANGED_FROM, UNCHANGED),
        requestId,
        sealed);
    forget(UNCHANGED, UNCHANGED_LIMIT, maxBytes);
  }

  private int insert(String sql, String requestId, Bytes sealed) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, requestId);
      insert.setBytes(2, sealed.toArray());
      return insert.executeUpdate();
    }
  }

  private void forget(String kind, int limit, long maxBytes) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      long surplus = count(statement, kind) - limit;
      if (surplus > 0) {
        delete(statement, kind, surplus);
      }
      for (long share = crowd(statement, maxBytes); share > 0; ) {
        delete(statement, "true", share);
        share = crowd(statement, maxBytes);
      }
    }
  }

  private static void delete(Statement statement, String kind, long count) throws SQLException {
    statement.executeUpdate(
        "DELETE FROM answer WHERE id IN (SELECT id FROM answer WHERE %s ORDER BY id LIMIT %d)"
            .formatted(kind, count));
  }

  /**
   * An answer of a damaged store: older than any of its kind that is here, and never in place of
   * one.
   *
   * @param id that it had there
   * @return whether it came: not without room, nor if that command is known here already
   */
  boolean bringBack(long id, String requestId, Bytes sealed, long maxBytes) throws SQLException {
    boolean changed = id >= BORDER;
    String kind = changed ? CHANGED : UNCHANGED;
    try (Statement statement = connection.createStatement()) {
      if (count(statement, kind) >= (changed ? LIMIT : UNCHANGED_LIMIT)
          || bytes(statement) + sealed.length() > maxBytes) {
        return false;
      }
    }
    long from = changed ? 0 : UNCHANGED_FROM;
    return insert(
            "INSERT OR IGNORE INTO answer(id, request_id, sealed)"
                + " SELECT min(coalesce(min(id), %d), %d) - 1, ?, ? FROM answer WHERE %s"
                    .formatted(from, from, kind),
            requestId,
            sealed)
        > 0;
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

  /** How many are to be forgotten because all are too large together; asked again until none. */
  private static long crowd(Statement statement, long maxBytes) throws SQLException {
    return bytes(statement) > maxBytes ? Math.max(1, count(statement, "true") / SHARE) : 0;
  }

  private static long count(Statement statement, String kind) throws SQLException {
    return number(statement, "SELECT count(*) FROM answer WHERE " + kind);
  }

  private static long bytes(Statement statement) throws SQLException {
    return number(statement, "SELECT total(length(sealed)) FROM answer");
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.getLong(1);
    }
  }
}
