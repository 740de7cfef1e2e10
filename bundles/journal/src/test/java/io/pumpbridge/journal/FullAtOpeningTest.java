// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A disk that is full already when the journal comes. */
class FullAtOpeningTest {
  @TempDir Path temp;
  private TestBench bench;
  private Path ballast;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
    ballast = bench.directory.resolve("journal.ballast");
  }

  private static SQLException full() {
    return new SQLiteException("database or disk is full", SQLiteErrorCode.SQLITE_FULL);
  }

  /** Real SQLite on a disk without room for some files. */
  private static Connections without(Predicate<Path> none) {
    return file -> {
      if (none.test(file)) {
        throw full();
      }
      return Connections.toSqlite(file);
    };
  }

  /** Real SQLite that finds no room to drop a table. */
  private static Connections keepingTables() {
    return file -> {
      Connection real = Connections.toSqlite(file);
      return (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                Object made = FaultyDisk.invoke(real, method, arguments);
                return method.getName().equals("createStatement")
                    ? keepingTables((Statement) made)
                    : made;
              });
    };
  }

  private static Statement keepingTables(Statement real) {
    return (Statement)
        Proxy.newProxyInstance(
            Statement.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, arguments) -> {
              if (arguments != null && String.valueOf(arguments[0]).startsWith("DROP TABLE")) {
                throw full();
              }
              return FaultyDisk.invoke(real, method, arguments);
            });
  }

  @Test
  void theBallastIsThrownOffSoThatTheJournalOpens() throws Exception {
    StreamId before;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      before = appendAll(journal, EventName.ALARM, 1).get(0).stream();
    }
    assertThat(ballast).exists();
    try (SqliteEventJournal journal = bench.open(EAGER, without(file -> Files.exists(ballast)))) {
      EventRecord second = result(journal.append(alarm(2)));
      assertThat(second.stream()).isEqualTo(before);
      assertThat(second.sequence()).isEqualTo(2);
    }
  }

  @Test
  void aCondemnedStoreFindsItsSuccessorsRoomInTheBallast() throws Exception {
    List<EventRecord> alarms;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = appendAll(journal, EventName.ALARM, 3);
    }
    Files.write(bench.file(), new byte[] {1});
    Connections noRoomAside =
        without(file -> Files.exists(ballast) && file.getFileName().toString().startsWith("next-"));
    try (SqliteEventJournal journal = bench.open(EAGER, noRoomAside)) {
      assertThat(result(journal.append(alarm(4))).stream()).isNotEqualTo(alarms.get(0).stream());
      assertThat(bench.setAside()).hasSize(1);
      assertThat(new StoreFiles(bench.directory).aside()).isEmpty();
    }
  }

  @Test
  void anEndedEpochThatCannotBeDroppedNowIsDroppedLater() throws Exception {
    EventRecord old;
    try (SqliteEventJournal journal = bench.openAs("gw-before", EAGER)) {
      old = appendAll(journal, EventName.ALARM, 1).get(0);
    }
    try (SqliteEventJournal journal = bench.open(EAGER, keepingTables())) {
      EventRecord unused = result(journal.append(alarm(1)));
      journal.confirm(old.stream(), 1, old.hash());
    }
    try (SqliteEventJournal journal = bench.open(EAGER, keepingTables())) {
      assertThat(result(journal.append(alarm(2))).sequence()).isEqualTo(2);
    }
    assertThat(ballast).exists();
    assertThat(gateways()).contains("gw-before");
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(readAll(journal, result(journal.append(alarm(3))).stream())).hasSize(3);
    }
    assertThat(gateways()).containsOnly(TestBench.GATEWAY);
  }

  /** Of whom the closed store holds streams. */
  private List<String> gateways() throws Exception {
    try (Database database = Database.open(bench.file(), EAGER.maxBytes(), Connections::toSqlite)) {
      return database.streams().all().stream().map(head -> head.stream().gateway()).toList();
    }
  }

  /** All that a full disk leaves of a store that was begun aside. */
  @Test
  void anEmptyFileAsideKeepsNoStoreClosed() throws Exception {
    StreamId before;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      before = appendAll(journal, EventName.ALARM, 1).get(0).stream();
    }
    Path aside = Files.createFile(bench.directory.resolve("next-20260301T080000.123Z.db"));
    Path rollback = Files.createFile(aside.resolveSibling(aside.getFileName() + "-journal"));
    try (SqliteEventJournal journal = bench.open(EAGER, without(aside::equals))) {
      assertThat(result(journal.append(alarm(2))).stream()).isEqualTo(before);
      assertThat(aside).doesNotExist();
      assertThat(rollback).doesNotExist();
    }
  }

  @Test
  void norDoesADamagedOne() throws Exception {
    StreamId before;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      before = appendAll(journal, EventName.ALARM, 1).get(0).stream();
    }
    Path aside = bench.directory.resolve("next-20260301T080000.123Z.db");
    Files.write(aside, new byte[5_000]);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(result(journal.append(alarm(2))).stream()).isEqualTo(before);
      assertThat(aside).doesNotExist();
    }
  }
}
