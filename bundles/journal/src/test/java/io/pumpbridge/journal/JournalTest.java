// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.GATEWAY;
import static io.pumpbridge.journal.TestBench.PATIENT;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.assertWhole;
import static io.pumpbridge.journal.TestBench.await;
import static io.pumpbridge.journal.TestBench.event;
import static io.pumpbridge.journal.TestBench.failure;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.sample;
import static io.pumpbridge.journal.TestBench.status;
import static io.pumpbridge.journal.TestBench.stream;
import static io.pumpbridge.journal.TestBench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  @Test
  void anEventThatCannotBeWrittenFailsAlone() throws Exception {
    Event broken = Event.of(EventName.DELIV_START, null);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(failure(journal.append(broken)).reason()).isEqualTo(Reason.STORAGE);
      assertThat(appendAll(journal, EventName.DELIV_START, 1))
          .extracting(EventRecord::sequence)
          .containsExactly(1L);
    }
  }

  @Test
  void eachLaneIsNumberedFromOneAndChainedByItself() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      for (EventName name :
          List.of(
              EventName.ALARM, EventName.DELIV_START, EventName.SAMPLE, EventName.TAMPER_CLOSED)) {
        List<EventRecord> appended = appendAll(journal, name, 3);
        assertThat(appended).extracting(EventRecord::sequence).containsExactly(1L, 2L, 3L);
        assertThat(readAll(journal, stream(journal, name.lane()))).isEqualTo(appended);
        assertWhole(appended, 0, EventRecord.FIRST_PREVIOUS);
      }
    }
  }

  @Test
  void whatIsReadIsByteForByteWhatWasAppended() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      EventRecord appended = result(journal.append(alarm(7)));
      EventRecord read = journal.read(stream(journal, Lane.ALARM), 0, 1).get(0);
      assertThat(read).isEqualTo(appended);
      assertThat(text(read)).contains("\"number\":7", "\"gateway\":\"gw-icu-7\"");
    }
  }

  @Test
  void streamsNameTheFourCurrentOnesMostUrgentFirst() {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      result(journal.append(alarm(1)));
      assertThat(journal.streams())
          .extracting(status -> status.stream().lane())
          .containsExactly(Lane.ALARM, Lane.CLINICAL, Lane.TELEMETRY, Lane.AUDIT);
      assertThat(status(journal, Lane.ALARM))
          .isEqualTo(new StreamStatus(stream(journal, Lane.ALARM), 1, 0, 1));
      assertThat(status(journal, Lane.AUDIT).lastSequence()).isZero();
    }
  }

  @Test
  void readingGoesOnAfterTheGivenNumberAndNoFurtherThanAsked() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> all = appendAll(journal, EventName.ALARM, 10);
      StreamId stream = stream(journal, Lane.ALARM);
      assertThat(journal.read(stream, 4, 3)).isEqualTo(all.subList(4, 7));
      assertThat(journal.read(stream, 9, 1_000)).isEqualTo(all.subList(9, 10));
      assertThat(journal.read(stream, 10, 10)).isEmpty();
      assertThat(journal.read(stream, 99, 10)).isEmpty();
      assertThatThrownBy(() -> journal.read(stream, -1, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> journal.read(stream, 0, 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> journal.read(stream, 0, 1_001))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anUnknownStreamHasNoRecords() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.read(new StreamId(GATEWAY, "elsewhere", Lane.ALARM), 0, 10)).isEmpty();
    }
  }

  @Test
  void epochNumbersAndChainGoOnAfterARestart() throws Exception {
    StreamId stream;
    EventRecord last;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      last = appendAll(journal, EventName.ALARM, 5).get(4);
      stream = stream(journal, Lane.ALARM);
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      EventRecord next = result(journal.append(alarm(6)));
      assertThat(next.stream()).isEqualTo(stream);
      assertThat(next.sequence()).isEqualTo(6);
      assertThat(next.previousHash()).isEqualTo(last.hash());
      assertWhole(readAll(journal, stream), 0, EventRecord.FIRST_PREVIOUS);
      assertThat(status(journal, Lane.AUDIT).lastSequence()).as("nothing to report").isZero();
    }
  }

  @Test
  void anotherStoreIsAnotherEpoch() {
    String first;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      first = stream(journal, Lane.ALARM).epoch();
    }
    try (SqliteEventJournal journal = new TestBench(temp.resolve("other")).open(EAGER)) {
      assertThat(stream(journal, Lane.ALARM).epoch()).isNotEqualTo(first).hasSize(16);
    }
  }

  @Test
  void anotherGatewayBeginsAnEpochAndTheOldRecordsAreStillDrained() throws Exception {
    StreamId old;
    List<EventRecord> records;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      records = appendAll(journal, EventName.ALARM, 3);
      old = stream(journal, Lane.ALARM);
    }
    try (SqliteEventJournal journal = bench.openAs("gw-icu-8", EAGER)) {
      EventRecord first = result(journal.append(alarm(1)));
      assertThat(first.stream().gateway()).isEqualTo("gw-icu-8");
      assertThat(first.stream().epoch()).isNotEqualTo(old.epoch());
      assertThat(first.sequence()).isEqualTo(1);
      assertThat(journal.streams()).hasSize(5);
      assertThat(journal.streams().get(0).stream()).as("older epoch first").isEqualTo(old);
      assertThat(readAll(journal, old)).isEqualTo(records);
      journal.confirm(old, 3, records.get(2).hash());
      assertThat(journal.streams()).hasSize(4);
    }
    try (SqliteEventJournal journal = bench.openAs("gw-icu-8", EAGER)) {
      assertThat(journal.streams()).hasSize(4);
      assertThat(status(journal, Lane.ALARM).lastSequence()).isEqualTo(1);
    }
  }

  @Test
  void timesNeverGoBackAlongALane() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        threads.add(new Thread(() -> appendAll(journal, EventName.DELIV_START, 50)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join(20_000);
      }
      List<EventRecord> records = readAll(journal, stream(journal, Lane.CLINICAL));
      assertThat(records).hasSize(200);
      assertThat(records)
          .extracting(
              record -> Long.parseLong(text(record).replaceAll(".*\"mono_ms\":(\\d+).*", "$1")))
          .isSorted();
    }
  }

  @Test
  void thousandsOfConcurrentAppendsKeepTheOrderPerThreadAndLane() throws Exception {
    int threadCount = 8;
    int perThread = 400;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<Thread> threads = new ArrayList<>();
      List<CompletableFuture<EventRecord>> last = new ArrayList<>();
      for (int t = 0; t < threadCount; t++) {
        int thread = t;
        threads.add(
            new Thread(
                () -> {
                  List<CompletableFuture<EventRecord>> mine = new ArrayList<>();
                  for (int i = 0; i < perThread; i++) {
                    EventName name = i % 2 == 0 ? EventName.ALARM : EventName.SAMPLE;
                    mine.add(journal.append(event(name, thread * 10_000L + i)));
                    if (i % 100 == 99) {
                      mine.forEach(TestBench::result); // stays within the queue's limit
                    }
                  }
                  synchronized (last) {
                    last.addAll(mine);
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join(30_000);
      }
      assertThat(last)
          .hasSize(threadCount * perThread)
          .allMatch(f -> !f.isCompletedExceptionally());
      for (Lane lane : List.of(Lane.ALARM, Lane.TELEMETRY)) {
        List<EventRecord> records = readAll(journal, stream(journal, lane));
        assertThat(records).hasSize(threadCount * perThread / 2);
        assertWhole(records, 0, EventRecord.FIRST_PREVIOUS);
        long[] lastOfThread = new long[threadCount];
        for (EventRecord record : records) {
          long number = Long.parseLong(text(record).replaceAll(".*\"number\":(\\d+).*", "$1"));
          int thread = (int) (number / 10_000);
          assertThat(number + 1).isGreaterThan(lastOfThread[thread]);
          lastOfThread[thread] = number + 1;
        }
      }
    }
  }

  @Test
  void anEventThatIsTooLargeFailsAloneAndTakesNoNumber() {
    Event large =
        Event.of(EventName.ALARM, Fields.builder().put("text", "x".repeat(20_000)).build());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      CompletableFuture<EventRecord> refused = journal.append(large);
      CompletableFuture<EventRecord> good = journal.append(alarm(1));
      assertThat(failure(refused).reason()).isEqualTo(Reason.STORAGE);
      assertThat(result(good).sequence()).isEqualTo(1);
    }
  }

  @Test
  void listenersHearOfDurableRecordsUntilTheyAreEnded() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      AtomicInteger calls = new AtomicInteger();
      AtomicInteger others = new AtomicInteger();
      journal.onAppended(
          () -> {
            throw new IllegalStateException("a bug of somebody else's");
          });
      AutoCloseable registration = journal.onAppended(calls::incrementAndGet);
      journal.onAppended(others::incrementAndGet);
      result(journal.append(alarm(1)));
      await("both are called", () -> calls.get() == 1 && others.get() == 1);
      registration.close();
      result(journal.append(alarm(2)));
      await("the other is called", () -> others.get() == 2);
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void aCallerWhoseCallbackBlocksDoesNotKeepOthersFromTheDisk() {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      CountDownLatch blocked = new CountDownLatch(1);
      CountDownLatch entered = new CountDownLatch(1);
      bench.disk.stall();
      CompletableFuture<Void> first =
          journal
              .append(alarm(1))
              .thenAccept(
                  record -> {
                    entered.countDown();
                    awaitQuietly(blocked);
                  });
      bench.disk.goOn();
      await("the callback blocks", () -> entered.getCount() == 0);
      CompletableFuture<EventRecord> second = journal.append(alarm(2));
      await("second is on the disk", () -> status(journal, Lane.ALARM).lastSequence() == 2);
      blocked.countDown();
      result(first);
      result(second);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closingWritesWhatWasAcceptedAndRefusesTheRest() throws Exception {
    SqliteEventJournal journal = bench.open(PATIENT);
    List<CompletableFuture<EventRecord>> accepted = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      accepted.add(journal.append(sample(i)));
    }
    journal.close();
    accepted.forEach(TestBench::result);
    assertThat(failure(journal.append(alarm(1))).reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(journal.check().code()).isEqualTo("journal-stopped");
    assertThatThrownBy(() -> journal.read(stream(journal, Lane.TELEMETRY), 0, 1))
        .isInstanceOf(JournalException.class);
    assertThat(Files.exists(bench.directory.resolve("journal.db-wal")))
        .as("the WAL is folded in")
        .isFalse();
    try (SqliteEventJournal again = bench.open(PATIENT)) {
      assertThat(readAll(again, stream(again, Lane.TELEMETRY))).hasSize(1_000);
    }
  }

  @Test
  void nobodyElseCanReadTheFiles() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      result(journal.append(alarm(1)));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.directory)))
          .isEqualTo("rwx------");
      for (String name : List.of("journal.db", "journal.db-wal")) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(bench.directory.resolve(name))))
            .isEqualTo("rw-------");
      }
      assertThat(bench.directory.resolve("journal.db-shm")).doesNotExist();
    }
  }

  @Test
  void nothingOfAnEventStandsInTheFileInTheClear() throws Exception {
    Event secret =
        Event.of(EventName.ALARM, Fields.builder().put("text", "norepinephrine-bed-12").build());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      result(journal.append(secret));
      journal.rememberAnswer("r1", Fields.builder().put("text", "norepinephrine-bed-12").build());
    }
    String file = Files.readString(bench.file(), StandardCharsets.ISO_8859_1);
    assertThat(file).contains("CREATE TABLE stream").doesNotContain("norepinephrine");
  }

  @Test
  void aSecondJournalOnTheSameDirectoryDoesNotGetInAndHarmsNothing() throws Exception {
    try (SqliteEventJournal first = bench.open(EAGER)) {
      result(first.append(alarm(1)));
      try (SqliteEventJournal second = bench.open(EAGER)) {
        assertThat(failure(second.append(sample(2))).reason()).isEqualTo(Reason.STORAGE);
        assertThat(second.check().code()).isEqualTo("storage-failing");
      }
      assertThat(result(first.append(alarm(3))).sequence()).isEqualTo(2);
      assertThat(bench.setAside()).isEmpty();
      assertThat(first.check()).isEqualTo(Health.WELL);
    }
  }

  @Test
  void aConnectionThatIsNotFullyDurableIsRefused() {
    Connections careless =
        file -> {
          Connection connection = Connections.toSqlite(file);
          try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = NORMAL");
          }
          return connection;
        };
    try (SqliteEventJournal journal = bench.open(EAGER, careless)) {
      JournalException refused = failure(journal.append(sample(1)));
      assertThat(refused.reason()).isEqualTo(Reason.STORAGE);
      assertThat(refused).hasMessageContaining("would not be durable");
      assertThat(journal.check().code()).isEqualTo("storage-failing");
    }
  }
}
