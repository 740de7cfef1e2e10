// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttPersistenceException;
import org.eclipse.paho.client.mqttv3.internal.MqttPersistentData;
import org.eclipse.paho.client.mqttv3.persist.MqttDefaultFilePersistence;

/** Something that records can be kept in; {@link StoreBenchmark} sets them side by side. */
interface StorePeer extends AutoCloseable {

  /**
   * What is to be kept.
   *
   * @param event as our journal takes it
   * @param sealed the bytes that our journal would write, for those who do not seal
   */
  record Piece(Event event, Bytes sealed) {}

  /** Returns when the store says that all of them are kept. */
  void keep(List<Piece> batch) throws Exception;

  /**
   * Keeps batch after batch, one at a time.
   *
   * @return how many pieces
   */
  default long keepFor(long nanos, List<Piece> pieces, int batch) throws Exception {
    long begin = System.nanoTime();
    long kept = 0;
    int at = 0;
    while (System.nanoTime() - begin < nanos) {
      keep(pieces.subList(at, at + batch));
      at = at + 2 * batch > pieces.size() ? 0 : at + batch;
      kept += batch;
    }
    return kept;
  }

  /** Forgets what was kept, so that every round begins with a small store. */
  void forget() throws Exception;

  @Override
  void close() throws IOException;

  /** The least that durable can mean: the bytes at a file's end, and {@code force}. */
  static StorePeer append(Path directory) throws Exception {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("append"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new StorePeer() {
      @Override
      public void keep(List<Piece> batch) throws Exception {
        int length = batch.stream().mapToInt(piece -> piece.sealed().length()).sum();
        ByteBuffer buffer = ByteBuffer.allocate(length);
        batch.forEach(piece -> buffer.put(piece.sealed().toBuffer()));
        buffer.flip();
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(false);
      }

      @Override
      public void forget() throws Exception {
        channel.truncate(0);
        channel.position(0);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** What stands under our journal, alone: our settings, one table, nothing sealed. */
  static StorePeer sqlite(Path directory) throws Exception {
    Connection connection = Connections.toSqlite(directory.resolve("sqlite.db"));
    execute(connection, "CREATE TABLE record(seq INTEGER PRIMARY KEY, sealed BLOB)");
    PreparedStatement insert = connection.prepareStatement("INSERT INTO record(sealed) VALUES (?)");
    return new StorePeer() {
      @Override
      public void keep(List<Piece> batch) throws Exception {
        execute(connection, "BEGIN IMMEDIATE");
        for (Piece piece : batch) {
          insert.setBytes(1, piece.sealed().toArray());
          insert.executeUpdate();
        }
        execute(connection, "COMMIT");
      }

      @Override
      public void forget() throws Exception {
        execute(connection, "DELETE FROM record");
      }

      @Override
      public void close() throws IOException {
        try {
          connection.close();
        } catch (SQLException e) {
          throw new IOException(e);
        }
      }
    };
  }

  /** As Kura keeps messages in H2 files: a commit returns before anything is on the disk. */
  static StorePeer h2(Path directory) throws Exception {
    Connection connection =
        DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("h2").toAbsolutePath());
    execute(connection, "CREATE TABLE record(id BIGINT AUTO_INCREMENT PRIMARY KEY, sealed BLOB)");
    connection.setAutoCommit(false);
    return new StorePeer() {
      @Override
      public void keep(List<Piece> batch) throws Exception {
        try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO record(sealed) VALUES (?)")) {
          for (Piece piece : batch) {
            insert.setBytes(1, piece.sealed().toArray());
            insert.executeUpdate();
          }
        }
        connection.commit();
      }

      @Override
      public void forget() throws Exception {
        execute(connection, "TRUNCATE TABLE record");
        connection.commit();
      }

      @Override
      public void close() throws IOException {
        try {
          connection.close();
        } catch (SQLException e) {
          throw new IOException(e);
        }
      }
    };
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  /** As Paho keeps messages: a file each. */
  static StorePeer paho(Path directory) throws Exception {
    MqttDefaultFilePersistence files =
        new MqttDefaultFilePersistence(directory.resolve("paho").toString());
    files.open("gateway", "tcp://localhost:1883");
    return new StorePeer() {
      private long kept;

      @Override
      public void keep(List<Piece> batch) throws Exception {
        for (Piece piece : batch) {
          byte[] bytes = piece.sealed().toArray();
          String key = "s-" + kept++;
          files.put(key, new MqttPersistentData(key, bytes, 0, bytes.length, new byte[0], 0, 0));
        }
      }

      @Override
      public void forget() throws Exception {
        files.clear();
      }

      @Override
      public void close() throws IOException {
        try {
          files.clear();
          files.close();
        } catch (MqttPersistenceException e) {
          throw new IOException(e);
        }
      }
    };
  }
}
