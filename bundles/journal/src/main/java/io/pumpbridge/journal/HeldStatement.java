// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A statement that is used in every transaction and prepared once. The driver closes a statement
 * that has failed, except after five kinds of errors (sqlite-jdbc 3.54, {@code DB.execute}) of
 * which a full disk is none; so one that has failed is prepared anew: the next transaction needs
 * it, and after a full disk it is tried on this very connection.
 */
final class HeldStatement {
  private final Connection connection;
  private final String sql;
  private PreparedStatement prepared;

  HeldStatement(Connection connection, String sql) throws SQLException {
    this.connection = connection;
    this.sql = sql;
    this.prepared = connection.prepareStatement(sql);
  }

  void execute() throws SQLException {
    try {
      prepared.execute();
    } catch (SQLException e) {
      prepareAnew(e);
      throw e;
    }
  }

  /** What it answers, or 0 if that is nothing. */
  long number() throws SQLException {
    try (ResultSet rows = prepared.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException e) {
      prepareAnew(e);
      throw e;
    }
  }

  private void prepareAnew(SQLException why) {
    try {
      prepared.close();
      prepared = connection.prepareStatement(sql);
    } catch (SQLException e) {
      why.addSuppressed(e); // the next use of it fails, and then the store is opened anew
    }
  }
}
