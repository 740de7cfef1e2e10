// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much waits is the same with and without an agent. */
class JournalStatisticsTest {
  @TempDir Path temp;
  private TestBench bench;
  private JournalDeskComponent desk;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
    desk = new JournalDeskComponent();
    desk.addSealer(bench.sealer);
  }

  private static Map<?, ?> lane(Map<String, Object> statistics, Lane lane) {
    return ((List<?>) statistics.get("lanes"))
        .stream()
            .map(told -> (Map<?, ?>) told)
            .filter(told -> told.get("lane").equals(lane.wireName()))
            .findFirst()
            .orElseThrow();
  }

  private static void assertLane(
      Map<String, Object> statistics, Lane lane, long last, long confirmed, long waiting) {
    assertThat(List.of("last", "confirmed", "waiting"))
        .as(lane.wireName())
        .<Object>extracting(name -> lane(statistics, lane).get(name))
        .containsExactly(last, confirmed, waiting);
  }

  /** A second reader keeps what the server has confirmed. */
  @Test
  void whatIsConfirmedAndHeldDoesNotHideWhatWaits() throws Exception {
    Map<String, Object> running;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      journal.auditFeed().follow();
      List<EventRecord> refusals = appendAll(journal, EventName.COMMAND_REFUSED, 7);
      appendAll(journal, EventName.ALARM, 5);
      journal.confirm(stream(journal, Lane.AUDIT), 7, refusals.get(6).hash());
      running = journal.statistics();
    }
    Map<String, Object> stopped = desk.statistics(temp);
    for (Map<String, Object> statistics : List.of(running, stopped)) {
      assertThat(statistics).containsEntry("waiting", 5L);
      assertLane(statistics, Lane.AUDIT, 7, 7, 0);
      assertLane(statistics, Lane.ALARM, 5, 0, 5);
      assertThat(lane(statistics, Lane.AUDIT).containsKey("oldest")).isFalse();
      assertThat(lane(statistics, Lane.ALARM).containsKey("oldest")).isTrue();
    }
  }

  @Test
  void aRecordThatDoesNotOpenIsCountedToo() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
    }
    bench.tamper("UPDATE records_1 SET sealed = x'01' WHERE seq = 3");
    assertLane(desk.statistics(temp), Lane.ALARM, 3, 0, 3);
    bench.tamper("UPDATE records_1 SET sealed = x'01'");
    Map<String, Object> statistics = desk.statistics(temp);
    assertLane(statistics, Lane.ALARM, 3, 0, 3);
    assertThat(lane(statistics, Lane.ALARM).containsKey("oldest")).isFalse();
  }

  /** A returned stream counts what there is, not the numbers that damage has taken. */
  @Test
  void whatDamageHasTakenDoesNotWait() throws Exception {
    StreamId old;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      old = appendAll(journal, EventName.ALARM, 10).get(0).stream();
    }
    bench.tamper("DELETE FROM records_1 WHERE seq IN (4, 5, 8)");
    byte[] bytes = Files.readAllBytes(bench.file());
    bytes[20] ^= 1; // in the header, so that nothing can be opened any more
    Files.write(bench.file(), bytes);
    Map<String, Object> running;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(TestBench.readAll(journal, old)).hasSize(7);
      running = journal.statistics();
      assertThat(journal.heads())
          .filteredOn(head -> head.get("epoch").equals(old.epoch()))
          .filteredOn(head -> head.get("lane").equals(Lane.ALARM.wireName()))
          .singleElement()
          .satisfies(head -> assertThat(head).containsEntry("undelivered", 7L));
    }
    for (Map<String, Object> statistics : List.of(running, desk.statistics(temp))) {
      assertThat(lane(statistics, Lane.ALARM).get("epoch")).isEqualTo(old.epoch());
      assertLane(statistics, Lane.ALARM, 10, 0, 7);
    }
  }

  /** Of a command that was killed, a copy would stay on the journal's own disk for ever. */
  @Test
  void aCopyThatAnotherCommandLeftIsGoneAfterTheNextOneAndNothingElseIs() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
    }
    Path left = Files.createDirectories(bench.directory.resolve("copy-4711"));
    Files.copy(bench.file(), left.resolve("journal.db"));
    Files.writeString(left.resolve("journal.db-shm"), "shared");
    Path empty = Files.createDirectories(bench.directory.resolve("copy-4712"));
    Path somebodys = Files.createDirectories(bench.directory.resolve("copy-of-mine"));
    Path note = Files.writeString(somebodys.resolve("note"), "before the move");
    assertThat(desk.statistics(temp)).containsEntry("waiting", 3L);
    assertThat(left).doesNotExist();
    assertThat(empty).doesNotExist();
    assertThat(note).exists();
  }
}
