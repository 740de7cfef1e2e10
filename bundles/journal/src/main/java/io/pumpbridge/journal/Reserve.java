// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;

/**
 * Pages inside the store's file that hold nothing: written once, and so no file system can refuse
 * them when alarms need them. Within the database's transactions. It came after the format was
 * fixed; a version that does not know it takes it for used room and damages nothing.
 */
final class Reserve {
  /** One row; small, so that the reserve need not be given up in one piece. */
  private static final int PIECE = 16 * (Database.PAGE_BYTES - 4);

  private static final long PIECE_ON_DISK = Footprint.of(PIECE);

  private final Connection connection;

  /** Counted once; nobody else changes it. */
  private OptionalLong bytes = OptionalLong.empty();

  Reserve(Connection connection) {
    this.connection = connection;
  }

  /** What it takes in the file; 0 in a file that has none. */
  long bytes() throws SQLException {
    if (bytes.isEmpty()) {
      bytes = OptionalLong.of(count());
    }
    return bytes.getAsLong();
  }

  /** A change of it was undone. */
  void forget() {
    bytes = OptionalLong.empty();
  }

  private long count() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name = 'reserve'")) {
      if (rows.getLong(1) == 0) {
        return 0;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM reserve")) {
      return rows.getLong(1) * PIECE_ON_DISK;
    }
  }

  /** Fills it up to at least as many bytes. */
  void fill(long bytes) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS reserve (id INTEGER PRIMARY KEY, filler BLOB NOT NULL) STRICT");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO reserve(filler) VALUES (zeroblob(?))")) {
      for (long held = bytes(); held < bytes; held += PIECE_ON_DISK) {
        insert.setInt(1, PIECE);
        insert.executeUpdate();
        this.bytes = OptionalLong.of(held + PIECE_ON_DISK);
      }
    }
  }

  /** Its pages are the file's free ones from now on. */
  void release() throws SQLException {
    if (bytes() > 0) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM reserve");
      }
      bytes = OptionalLong.of(0);
    }
  }
}
