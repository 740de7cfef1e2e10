// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.journal.SqliteEventJournal.Ground;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.trust.keys.GcmSealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/** A gateway's worth of what a journal needs, on a directory of the test's. */
final class TestBench {
  static final String GATEWAY = "gw-icu-7";
  static final Settings PATIENT = new Settings(16, 60_000, 20);
  static final Settings EAGER = new Settings(16, 100, 20);

  private static final Duration RETRY = Duration.ofMillis(20);

  /** Nothing here waits for its turn. */
  static final Pace SWIFT = new Pace(Duration.ZERO, Duration.ZERO, Duration.ofDays(1), RETRY);

  /** Damage waits for a reader. */
  static final Pace UNSCRUBBED =
      new Pace(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(1), RETRY);

  static final Duration DEADLINE = Duration.ofSeconds(60);

  final Path directory;
  final FaultyDisk disk = new FaultyDisk();
  final TickingClock clock = new TickingClock();
  final Sealer sealer = sealer("ward seven");

  TestBench(Path directory) {
    this.directory = directory.resolve("journal");
  }

  /** The product's own, whose key nobody need keep. */
  static Sealer sealer(String password) {
    try {
      byte[] key =
          MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
      return new GcmSealer(new SecretKeySpec(key, "AES"), new SecureRandom());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  SqliteEventJournal open(Settings settings) {
    return openAs(GATEWAY, settings);
  }

  SqliteEventJournal openAs(String gateway, Settings settings) {
    return new SqliteEventJournal(clock, sealer, gateway, settings, ground(disk, SWIFT));
  }

  SqliteEventJournal open(Settings settings, Connections connections) {
    return new SqliteEventJournal(clock, sealer, GATEWAY, settings, ground(connections, SWIFT));
  }

  SqliteEventJournal open(Pace pace) {
    return new SqliteEventJournal(clock, sealer, GATEWAY, EAGER, ground(disk, pace));
  }

  SqliteEventJournal openSealedBy(Sealer other) {
    return new SqliteEventJournal(clock, other, GATEWAY, EAGER, ground(disk, SWIFT));
  }

  /** That notices when its file is another one. */
  SqliteEventJournal openAtHome() {
    Ground home = new Ground(directory, disk, SWIFT, StoreHome.byNumber(directory));
    return new SqliteEventJournal(clock, sealer, GATEWAY, EAGER, home);
  }

  private Ground ground(Connections connections, Pace pace) {
    return new Ground(directory, connections, pace, StoreHome.ANY);
  }

  Path file() {
    return directory.resolve("journal.db");
  }

  static Event alarm(long number) {
    return event(EventName.ALARM, number);
  }

  static Event sample(long number) {
    return event(EventName.SAMPLE, number);
  }

  static Event event(EventName name, long number) {
    return Event.of(name, Fields.builder().put("number", number).build());
  }

  /** Appends one after the other, each durable before the next. */
  static List<EventRecord> appendAll(SqliteEventJournal journal, EventName name, int count) {
    List<EventRecord> records = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      records.add(result(journal.append(event(name, i))));
    }
    return records;
  }

  static <T> T result(Future<T> future) {
    try {
      return future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  static JournalException failure(Future<?> future) {
    try {
      Object unexpected = future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("succeeded with " + unexpected);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(JournalException.class);
      return (JournalException) e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long: " + what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** The current stream of a lane: the last one named. */
  static StreamStatus status(SqliteEventJournal journal, Lane lane) {
    return journal.streams().stream()
        .filter(status -> status.stream().lane() == lane)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  static StreamId stream(SqliteEventJournal journal, Lane lane) {
    return status(journal, lane).stream();
  }

  /** Everything stored, page by page, as an uplink would read it. */
  static List<EventRecord> readAll(SqliteEventJournal journal, StreamId stream)
      throws JournalException {
    List<EventRecord> all = new ArrayList<>();
    long after = 0;
    while (true) {
      List<EventRecord> page = journal.read(stream, after, 100);
      if (page.isEmpty()) {
        return all;
      }
      all.addAll(page);
      after = page.get(page.size() - 1).sequence();
    }
  }

  /** What the audit lane says. */
  static List<String> audits(SqliteEventJournal journal) throws JournalException {
    return readAll(journal, stream(journal, Lane.AUDIT)).stream().map(TestBench::text).toList();
  }

  static void assertWhole(List<EventRecord> records, long before, String hashBefore) {
    if (records.isEmpty()) {
      return;
    }
    ChainVerifier chain = new ChainVerifier(records.get(0).stream(), before, hashBefore);
    for (EventRecord record : records) {
      assertThat(chain.check(record)).isEmpty();
    }
  }

  static String text(EventRecord record) {
    return record.canonical().toText(StandardCharsets.UTF_8);
  }

  /** With the journal closed, as somebody with the file in hands would. */
  void tamper(String... statements) {
    tamperIn(file(), statements);
  }

  void tamperIn(Path store, String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Where a table begins in the file. */
  int rootOf(String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'")) {
      return rows.getInt(1);
    }
  }

  /** Directories that damaged stores were moved to. */
  List<Path> setAside() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith("damaged-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong, of what {@code journal verify} has found: {@code kind lane seq}. */
  static List<String> faultsIn(List<Map<String, Object>> findings) {
    return findings.stream()
        .filter(finding -> finding.get("type").equals("fault"))
        .map(f -> f.get("fault") + " " + f.get("lane") + " " + f.get("seq"))
        .toList();
  }
}
