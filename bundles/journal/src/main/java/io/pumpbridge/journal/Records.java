// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of sealed records, one for each stream, so that what leaves frees whole pages. Within
 * the database's transactions.
 */
final class Records {
  private final Connection connection;

  /** By table; held, since all that comes in goes through one of them. */
  private final Map<Long, PreparedStatement> inserts = new HashMap<>();

  Records(Connection connection) {
    this.connection = connection;
  }

  void createTable(Head head) throws SQLException {
    execute(
        "CREATE TABLE records_%d (seq INTEGER PRIMARY KEY, prev BLOB NOT NULL, hash BLOB NOT NULL, "
                .formatted(head.table())
            + "sealed BLOB NOT NULL) STRICT");
  }

  void dropTable(Head head) throws SQLException {
    PreparedStatement insert = inserts.remove(head.table());
    if (insert != null) {
      insert.close();
    }
    execute("DROP TABLE records_" + head.table());
  }

  /** As a batch: for each statement on its own the driver tries to begin a transaction. */
  void insert(Head head, List<StoredRecord> records) throws SQLException {
    PreparedStatement insert = insertInto(head.table());
    for (StoredRecord record : records) {
      insert.setLong(1, record.sequence());
      insert.setBytes(2, record.previousHash().toArray());
      insert.setBytes(3, record.hash().toArray());
      insert.setBytes(4, record.sealed().toArray());
      insert.addBatch();
    }
    long[] unused = insert.executeLargeBatch(); // the other kind of count costs a stream
  }

  private PreparedStatement insertInto(long table) throws SQLException {
    PreparedStatement held = inserts.get(table);
    if (held == null) {
      held =
          connection.prepareStatement(
              "INSERT INTO records_" + table + "(seq, prev, hash, sealed) VALUES (?, ?, ?, ?)");
      inserts.put(table, held);
    }
    return held;
  }

  void deleteUpTo(Head head, long sequence) throws SQLException {
    execute("DELETE FROM records_" + head.table() + " WHERE seq <= " + sequence);
  }

  /** What the records up to {@code sequence} take on disk, in bytes. */
  long occupied(Head head, long sequence) throws SQLException {
    long bytes = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT length(prev) + length(hash) + length(sealed) FROM records_"
                    + head.table()
                    + " WHERE seq <= "
                    + sequence)) {
      while (rows.next()) {
        bytes += Footprint.of(rows.getInt(1));
      }
    }
    return bytes;
  }

  /** The first {@code maxCount} records after {@code sequence}, in order. */
  List<StoredRecord> after(Head head, long sequence, int maxCount) throws SQLException {
    return records(head, "WHERE seq > " + sequence + " ORDER BY seq LIMIT " + maxCount);
  }

  Optional<StoredRecord> at(Head head, long sequence) throws SQLException {
    return records(head, "WHERE seq = " + sequence).stream().findFirst();
  }

  /** The newest one not after {@code sequence}. */
  Optional<StoredRecord> upTo(Head head, long sequence) throws SQLException {
    return records(head, "WHERE seq <= " + sequence + " ORDER BY seq DESC LIMIT 1").stream()
        .findFirst();
  }

  Optional<StoredRecord> newest(Head head) throws SQLException {
    return records(head, "ORDER BY seq DESC LIMIT 1").stream().findFirst();
  }

  private List<StoredRecord> records(Head head, String which) throws SQLException {
    List<StoredRecord> records = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT seq, prev, hash, sealed FROM records_" + head.table() + " " + which)) {
      while (rows.next()) {
        records.add(
            new StoredRecord(
                rows.getLong(1),
                Database.bytes(rows, 2),
                Database.bytes(rows, 3),
                Database.bytes(rows, 4)));
      }
    }
    return records;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
