// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.assertWhole;
import static io.pumpbridge.journal.TestBench.await;
import static io.pumpbridge.journal.TestBench.failure;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.journal.FaultyDisk.Fault;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskFaultTest {
  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"INSERTING", "BEFORE_COMMIT"})
  void aRefusedTransactionFailsItsEventsAndTakesNoNumber(Fault fault) throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ASSOCIATION_REFUSED, 3);
      bench.disk.failWhen(fault);
      for (int i = 0; i < 3; i++) {
        assertThat(failure(journal.append(act(100 + i))).reason()).isEqualTo(Reason.STORAGE);
      }
      assertThat(journal.check().code()).isEqualTo("storage-failing");
      bench.disk.failWhen(Fault.NONE);
      assertThat(result(journal.append(act(4))).sequence()).isEqualTo(4);
      assertThat(journal.check()).isEqualTo(Health.WELL);
      List<EventRecord> stored = readAll(journal, stream(journal, Lane.AUDIT));
      assertThat(stored).hasSize(4);
      assertWhole(stored, 0, EventRecord.FIRST_PREVIOUS);
    }
  }

  /** Nobody would raise them again. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"INSERTING", "BEFORE_COMMIT", "AFTER_COMMIT", "STUMBLING_AFTER_COMMIT"})
  void anAlarmThatTheDiskRefusesIsTriedAgainUntilItIsStoredAndOnlyOnce(Fault fault)
      throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
      bench.disk.failWhen(fault);
      CompletableFuture<EventRecord> first = journal.append(alarm(4));
      await("refused", () -> journal.check().code().equals("storage-failing"));
      bench.disk.failWhen(Fault.NONE);
      assertThat(result(first).sequence()).isEqualTo(4);
      assertThat(result(journal.append(alarm(5))).sequence()).isEqualTo(5);
      List<EventRecord> stored = readAll(journal, stream(journal, Lane.ALARM));
      assertThat(stored).hasSize(5);
      assertWhole(stored, 0, EventRecord.FIRST_PREVIOUS);
    }
  }

  @Test
  void anAlarmThatNeverFindsRoomIsToldSoAtTheEnd() {
    CompletableFuture<EventRecord> alarm;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      bench.disk.failWhen(Fault.BEFORE_COMMIT);
      alarm = journal.append(alarm(1));
      await("refused", () -> journal.check().code().equals("storage-failing"));
    }
    assertThat(failure(alarm).reason()).isEqualTo(Reason.STORAGE);
  }

  /** The caller hears that it failed, but the disk has it: the next number comes after it. */
  @Test
  void aCommitWhoseOutcomeIsUnknownLeavesNeitherHoleNorFork() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ASSOCIATION_REFUSED, 3);
      bench.disk.failWhen(Fault.AFTER_COMMIT);
      failure(journal.append(act(100)));
      bench.disk.failWhen(Fault.NONE);
      assertThat(result(journal.append(act(4))).sequence()).isEqualTo(5);
      List<EventRecord> stored = readAll(journal, stream(journal, Lane.AUDIT));
      assertThat(stored).hasSize(5);
      assertWhole(stored, 0, EventRecord.FIRST_PREVIOUS);
    }
  }

  @Test
  void aDiskThatIsNotThereAtStartIsTriedAgainUntilItIs() {
    bench.disk.failWhen(Fault.OPENING);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.streams()).isEmpty();
      assertThat(failure(journal.append(act(1))).reason()).isEqualTo(Reason.STORAGE);
      bench.disk.failWhen(Fault.NONE);
      await("opened without any event asking", () -> journal.check().equals(Health.WELL));
      assertThat(journal.streams()).hasSize(4);
      assertThat(result(journal.append(alarm(1))).sequence()).isEqualTo(1);
    }
  }

  /** What was in that commit is stored by the next one, and nobody hears of it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aDiskThatIsFullAtTheCommitCostsNoEvent(int times) throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ASSOCIATION_REFUSED, 3);
      int openings = bench.disk.openings();
      bench.disk.fillUpAtCommit(times);
      assertThat(result(journal.append(act(4))).sequence()).isEqualTo(4);
      assertThat(journal.check().code()).isEqualTo("disk-full");
      assertThat(bench.disk.openings()).as("the store stays open").isEqualTo(openings);
      assertThat(result(journal.append(alarm(1))).sequence()).isEqualTo(1);
    }
  }

  /** SQLite's own answer to a full disk, from a page limit instead of the file system. */
  @Test
  void onAFullDiskAlarmsAreStoredAndTheOldestSamplesGiveWayAndThatIsSaid() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fillWithSamples(journal, 1_000);
      bench.disk.limitPages(pages());
      List<EventRecord> alarms = appendAll(journal, EventName.ALARM, 400);
      assertThat(journal.check().code()).isEqualTo("disk-full");
      assertThat(readAll(journal, stream(journal, Lane.ALARM))).isEqualTo(alarms);
      List<EventRecord> samples = readAll(journal, stream(journal, Lane.TELEMETRY));
      assertThat(samples.get(0).sequence()).isGreaterThan(1);
      String said =
          String.join(
              "",
              readAll(journal, stream(journal, Lane.AUDIT)).stream().map(TestBench::text).toList());
      assertThat(said)
          .contains("\"JOURNAL_DISK\",\"state\":\"full\"")
          .contains("\"reason\":\"disk-full\"")
          .contains("\"last\":" + (samples.get(0).sequence() - 1) + ",");
      assertThat(bench.setAside()).isEmpty();
    }
  }

  @Test
  void whenTheDiskHasRoomAgainTheJournalTakesItAndSaysSo() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fillWithSamples(journal, 300);
      bench.disk.limitPages(pages());
      appendAll(journal, EventName.ALARM, 300);
      assertThat(journal.check().code()).isEqualTo("disk-full");
      bench.disk.limitPages(0);
      bench.clock.passMs(Space.LOOK_MS);
      await("room again", () -> !journal.check().code().equals("disk-full"));
      assertThat(result(journal.append(alarm(301))).sequence()).isEqualTo(301);
      assertThat(TestBench.text(last(readAll(journal, stream(journal, Lane.AUDIT)))))
          .contains("\"JOURNAL_DISK\",\"state\":\"room\"");
    }
  }

  private static void fillWithSamples(SqliteEventJournal journal, int count) {
    List<CompletableFuture<EventRecord>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(journal.append(TestBench.sample(i)));
    }
    samples.forEach(TestBench::result);
  }

  private static EventRecord last(List<EventRecord> records) {
    return records.get(records.size() - 1);
  }

  /** No further than the file is now. */
  private int pages() throws Exception {
    return (int) (Files.size(bench.file()) / Database.PAGE_BYTES);
  }

  private static Event act(long number) {
    return TestBench.event(EventName.ASSOCIATION_REFUSED, number);
  }

  /** Faults come and go at random; what was acknowledged is there, in order, without holes. */
  @Test
  void whateverTheDiskDoesAcknowledgedIsStoredAndTheChainIsWhole() throws Exception {
    long seed = 20_260_301;
    Random random = new Random(seed);
    List<EventRecord> acknowledged = new ArrayList<>();
    for (int run = 0; run < 5; run++) {
      try (SqliteEventJournal journal = bench.open(EAGER)) {
        for (int i = 0; i < 60; i++) {
          Fault[] faults = Fault.values();
          bench.disk.failWhen(
              random.nextInt(3) == 0 ? faults[random.nextInt(faults.length)] : Fault.NONE);
          journal
              .append(act(i))
              .handle((record, e) -> record)
              .thenAccept(
                  record -> {
                    if (record != null) {
                      acknowledged.add(record);
                    }
                  })
              .get();
        }
        bench.disk.failWhen(Fault.NONE);
        result(journal.append(act(-1)));
        List<EventRecord> stored = readAll(journal, stream(journal, Lane.AUDIT));
        assertThat(stored).as("seed " + seed).containsAll(acknowledged);
        assertWhole(stored, 0, EventRecord.FIRST_PREVIOUS);
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(100);
  }

  @Test
  void aStoreTakenAwayInUseIsMissedAndSaid() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      EventRecord before = appendAll(journal, EventName.ALARM, 3).get(2);
      Files.delete(bench.file());
      Files.delete(bench.directory.resolve("journal.db-wal"));
      bench.disk.failWhen(Fault.BEFORE_COMMIT); // the file is only missed when it is opened again
      failure(journal.append(act(4)));
      bench.disk.failWhen(Fault.NONE);
      EventRecord after = result(journal.append(alarm(5)));
      assertThat(after.stream().epoch()).isNotEqualTo(before.stream().epoch());
      assertThat(readAll(journal, stream(journal, Lane.AUDIT)))
          .singleElement()
          .satisfies(gap -> assertThat(TestBench.text(gap)).contains("store-vanished"));
    }
  }
}
