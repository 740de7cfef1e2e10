// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of how far the salvage of each damaged store is; it changes in the same transaction as
 * the records that came back. How far each stream is, its own end says.
 */
final class SalvageLog {

  /**
   * How far it is.
   *
   * @param name of the damaged store's directory
   * @param answersDone whether all answers that can be read are back
   * @param answers how many
   * @param records how many came back
   * @param lost how many are known to be lost
   */
  record Progress(
      String name, boolean answersDone, long answers, long records, long lost, boolean finished) {

    static Progress none(String name) {
      return new Progress(name, false, 0, 0, 0, false);
    }

    Progress answered(int more) {
      return new Progress(name, answersDone, answers + more, records, lost, finished);
    }

    Progress withAllAnswers() {
      return new Progress(name, true, answers, records, lost, finished);
    }

    Progress brought(int more, long moreLost) {
      return new Progress(name, answersDone, answers, records + more, lost + moreLost, finished);
    }

    Progress end() {
      return new Progress(name, answersDone, answers, records, lost, true);
    }
  }

  private final Connection connection;

  SalvageLog(Connection connection) {
    this.connection = connection;
  }

  void createTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS salvage (name TEXT PRIMARY KEY, answers_done INTEGER NOT NULL,"
              + " answers INTEGER NOT NULL, records INTEGER NOT NULL, lost INTEGER NOT NULL,"
              + " finished INTEGER NOT NULL) STRICT");
    }
  }

  Progress find(String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT answers_done, answers, records, lost, finished FROM salvage WHERE name = ?")) {
      select.setString(1, name);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? new Progress(
                name,
                rows.getLong(1) != 0,
                rows.getLong(2),
                rows.getLong(3),
                rows.getLong(4),
                rows.getLong(5) != 0)
            : Progress.none(name);
      }
    }
  }

  /** Those that were begun and not ended. */
  List<Progress> unfinished() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT name FROM salvage WHERE finished = 0 ORDER BY name")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    List<Progress> unfinished = new ArrayList<>();
    for (String name : names) {
      unfinished.add(find(name));
    }
    return unfinished;
  }

  void put(Progress progress) throws SQLException {
    try (PreparedStatement put =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO salvage(name, answers_done, answers, records, lost, finished)"
                + " VALUES (?, ?, ?, ?, ?, ?)")) {
      put.setString(1, progress.name());
      put.setLong(2, progress.answersDone() ? 1 : 0);
      put.setLong(3, progress.answers());
      put.setLong(4, progress.records());
      put.setLong(5, progress.lost());
      put.setLong(6, progress.finished() ? 1 : 0);
      put.executeUpdate();
    }
  }
}
