// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The table of streams; with each row come and go its table of records and what other tables say
 * about it. Within the database's transactions.
 */
final class Streams {
  private final Connection connection;
  private final Records records;
  private final Schema schema;
  private final SecondReader reader;
  private final Holes holes;

  Streams(Connection connection, Records records, Schema schema) {
    this.connection = connection;
    this.records = records;
    this.schema = schema;
    this.reader = new SecondReader(connection);
    this.holes = new Holes(connection);
  }

  Head begin(StreamId stream) throws SQLException {
    return create(Head.begin(0, stream));
  }

  /**
   * For records that come back.
   *
   * @param removed the record before the first one that does
   * @param hash its hash
   */
  Head beginReturned(StreamId stream, long removed, String hash) throws SQLException {
    execute("PRAGMA user_version = " + Database.FORMAT_WITH_RETURNED);
    return create(Head.returning(0, stream, removed, hash));
  }

  private Head create(Head head) throws SQLException {
    StreamId stream = head.stream();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO stream(gateway, epoch, lane, confirmed_up_to, removed_up_to, removed_hash,"
                + " returned, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, stream.gateway());
      insert.setString(2, stream.epoch());
      insert.setString(3, stream.lane().wireName());
      insert.setLong(4, head.confirmedUpTo());
      insert.setLong(5, head.removedUpTo());
      insert.setBytes(6, Bytes.fromHex(head.removedHash()).toArray());
      insert.setLong(7, head.returned() ? 1 : 0);
      insert.setBytes(8, head.digest().toArray());
      insert.executeUpdate();
    }
    Head created = head.in(insertedId());
    records.createTable(created);
    return created;
  }

  private long insertedId() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT last_insert_rowid()")) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  void drop(Head head) throws SQLException {
    records.dropTable(head);
    reader.remove(head);
    holes.remove(head);
    new Contradicted(connection).remove(head);
    execute("DELETE FROM stream WHERE id = " + head.table());
  }

  /**
   * All streams as stored: first what came back, then by age. {@code last} and {@code lastHash} are
   * still as removed.
   *
   * @throws SQLException also if a row is not what was written
   */
  List<Head> all() throws SQLException {
    Map<Long, Long> held = schema.has("reader") ? reader.passed() : Map.of();
    boolean vouched = schema.hasDigests();
    List<Head> heads = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, gateway, epoch, lane, confirmed_up_to, removed_up_to, removed_hash"
                    + (vouched ? ", returned, digest" : "")
                    + " FROM stream ORDER BY id")) {
      while (rows.next()) {
        String name = text(rows, 4);
        Lane lane = Lane.find(name).orElseThrow(() -> new SQLDataException("no lane " + name));
        String hash = Database.bytes(rows, 7).toHex();
        StreamId stream = new StreamId(text(rows, 2), text(rows, 3), lane);
        long removed = rows.getLong(6);
        long id = rows.getLong(1);
        long passed = held.getOrDefault(id, Head.UNHELD);
        boolean returned = vouched && rows.getLong(8) != 0;
        Head head =
            new Head(id, stream, rows.getLong(5), removed, hash, passed, removed, hash, returned);
        if (vouched && !Database.bytes(rows, 9).equals(head.digest())) {
          throw new SQLDataException("the row of stream " + id + " is not what was written");
        }
        heads.add(head);
      }
    }
    heads.sort(Comparator.comparing(head -> !head.returned())); // stable
    return heads;
  }

  void update(Head head) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE stream SET confirmed_up_to = ?, removed_up_to = ?, removed_hash = ?,"
                + " returned = ?, digest = ? WHERE id = ?")) {
      update.setLong(1, head.confirmedUpTo());
      update.setLong(2, head.removedUpTo());
      update.setBytes(3, Bytes.fromHex(head.removedHash()).toArray());
      update.setLong(4, head.returned() ? 1 : 0);
      update.setBytes(5, head.digest().toArray());
      update.setLong(6, head.table());
      update.executeUpdate();
    }
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    String content = rows.getString(column);
    if (content == null) {
      throw new SQLDataException("column " + column + " is empty");
    }
    return content;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
