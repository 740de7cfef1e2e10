// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.trust.watch.WatchedSealer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a damaged store held comes back by itself. */
class SalvageTest {
  private static final int COUNT = StoreSalvage.PIECE + 50;

  /** One piece, and then nothing for a day. */
  private static final Pace HESITANT =
      new Pace(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1));

  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp.resolve("gateway"));
  }

  /** In the file's header, so that nothing can be opened any more. */
  private void spoil(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[20] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void aSalvageThatWasInterruptedGoesOnAndBringsNothingTwice() throws Exception {
    List<EventRecord> alarms;
    Fields answer = Fields.builder().put("status", "done").build();
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = appendAll(journal, EventName.ALARM, COUNT);
      journal.rememberAnswer("r", answer);
      journal.confirm(alarms.get(9).stream(), 10, alarms.get(9).hash());
    }
    spoil(bench.file());
    StreamId old = alarms.get(0).stream();
    for (int round = 0; round < 4; round++) {
      try (SqliteEventJournal journal = bench.open(HESITANT)) {
        assertThat(result(journal.append(alarm(round))).stream()).isNotEqualTo(old);
      }
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(journal.findAnswer("r")).contains(answer);
      assertThat(readAll(journal, old)).isEqualTo(alarms.subList(10, COUNT));
      assertThat(bench.setAside()).hasSize(1);
    }
  }

  @Test
  void twoDamagedStoresComeBackOneAfterTheOther() throws Exception {
    List<EventRecord> first;
    List<EventRecord> second;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      first = appendAll(journal, EventName.ALARM, 5);
    }
    spoil(bench.file());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      second = appendAll(journal, EventName.ALARM, 5);
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      journal.confirm(first.get(1).stream(), 2, first.get(1).hash());
    }
    spoil(bench.file());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(readAll(journal, first.get(0).stream())).isEqualTo(first.subList(2, 5));
      assertThat(readAll(journal, second.get(0).stream())).isEqualTo(second);
      assertThat(stream(journal, Lane.ALARM)).isNotEqualTo(second.get(0).stream());
    }
  }

  /** As on the disk of a gateway that was killed: the log is not folded in. */
  private TestBench killed(byte[] store, byte[] log, int name) throws Exception {
    TestBench other = new TestBench(temp.resolve("killed-" + name));
    Files.createDirectories(other.directory);
    Files.write(other.file(), store);
    Files.write(other.directory.resolve("journal.db-wal"), log);
    return other;
  }

  @Test
  void aTornLogKeepsAllBeforeItsLastTransactionAndADamagedOneComesBack() throws Exception {
    byte[] store;
    byte[] log;
    int length;
    List<EventRecord> alarms;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = appendAll(journal, EventName.ALARM, 8);
      length = (int) Files.size(bench.directory.resolve("journal.db-wal"));
      EventRecord unused = result(journal.append(alarm(9)));
      store = Files.readAllBytes(bench.file());
      log = Files.readAllBytes(bench.directory.resolve("journal.db-wal"));
    }
    StreamId old = alarms.get(0).stream();
    for (int cut = length; cut < log.length; cut += 61) {
      byte[] torn = Arrays.copyOf(log, log.length);
      Arrays.fill(torn, cut, log.length, (byte) cut);
      for (byte[] left : List.of(torn, Arrays.copyOf(log, cut))) {
        try (SqliteEventJournal journal = killed(store, left, cut).open(EAGER)) {
          assertThat(stream(journal, Lane.ALARM)).as("cut at " + cut).isEqualTo(old);
          assertThat(readAll(journal, old))
              .as("cut at " + cut)
              .startsWith(alarms.toArray(new EventRecord[0]));
        }
      }
    }
    for (int at = 0; at < length; at += 997) {
      byte[] damaged = log.clone();
      damaged[at] ^= 1;
      TestBench other = killed(store, damaged, -1 - at);
      try (SqliteEventJournal journal = other.open(EAGER)) {
        assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
        assertThat(readAll(journal, old)).as("byte " + at).containsAll(alarms.subList(1, 8));
      }
    }
  }

  /** The oldest answers are the first to be forgotten, and a forgotten command is done again. */
  @Test
  void answersComeBackInTheirOrderHoweverTheirPagesLieAndAreCountedOnce() throws Exception {
    int count = 200;
    List<String> requests = IntStream.rangeClosed(1, count).mapToObj(i -> "r" + i).toList();
    Path damaged = Files.createDirectories(temp.resolve("other/journal/damaged-20260101"));
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      for (String request : requests) {
        journal.rememberAnswer(
            request, Fields.builder().put("filler", request.repeat(100)).build());
      }
      for (String name : List.of("journal.db", "journal.db-wal")) {
        Files.copy(bench.directory.resolve(name), damaged.resolve(name));
      }
    }
    assertThat(Files.size(damaged.resolve("journal.db-wal"))).isPositive();
    TestBench other = new TestBench(temp.resolve("other"));
    try (SqliteEventJournal journal = other.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(TestBench.audits(journal))
          .filteredOn(text -> text.contains("\"reason\":\"salvaged\""))
          .singleElement()
          .asString()
          .contains("\"answers\":" + count + ",");
    }
    assertThat(answersByAge(other)).isEqualTo(requests);
  }

  private static List<String> answersByAge(TestBench bench) throws Exception {
    try (Database database = Database.open(bench.file(), EAGER.maxBytes(), Connections::toSqlite)) {
      return database.answers().after(Long.MIN_VALUE, Answers.LIMIT).stream()
          .map(Answers.Answer::requestId)
          .toList();
    }
  }

  /** Looking whose a page is means to try seals that do not fit. */
  @Test
  void aSalvageTellsOfNoBrokenSealButAReaderThatMeetsOneDoes() throws Exception {
    List<EventRecord> alarms;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = appendAll(journal, EventName.ALARM, 5);
      List<EventRecord> unused = appendAll(journal, EventName.SAMPLE, 5);
      journal.rememberAnswer("r", Fields.builder().put("status", "done").build());
    }
    bench.tamper("UPDATE answer SET sealed = zeroblob(length(sealed))");
    spoil(bench.file());
    Queue<Event> told = new ConcurrentLinkedQueue<>();
    Sealer watched =
        new WatchedSealer(
            bench.sealer,
            event -> {
              told.add(event);
              return CompletableFuture.completedFuture(null);
            });
    try (SqliteEventJournal journal = bench.openSealedBy(watched)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(readAll(journal, alarms.get(0).stream())).isEqualTo(alarms);
      assertThat(result(journal.append(alarm(1))).sequence()).isEqualTo(1);
      assertThat(told).isEmpty();
    }
    bench.tamper("UPDATE records_1 SET sealed = zeroblob(length(sealed)) WHERE seq = 1");
    try (SqliteEventJournal journal = bench.openSealedBy(watched)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
    }
    assertThat(told).extracting(Event::name).containsOnly(EventName.SEALED_DATA_DAMAGED);
  }
}
