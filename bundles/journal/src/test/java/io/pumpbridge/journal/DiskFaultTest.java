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
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
      appendAll(journal, EventName.ALARM, 3);
      bench.disk.failWhen(fault);
      for (int i = 0; i < 3; i++) {
        assertThat(failure(journal.append(alarm(100 + i))).reason()).isEqualTo(Reason.STORAGE);
      }
      assertThat(journal.check().code()).isEqualTo("storage-failing");
      bench.disk.failWhen(Fault.NONE);
      assertThat(result(journal.append(alarm(4))).sequence()).isEqualTo(4);
      assertThat(journal.check()).isEqualTo(Health.WELL);
      List<EventRecord> stored = readAll(journal, stream(journal, Lane.ALARM));
      assertThat(stored).hasSize(4);
      assertWhole(stored, 0, EventRecord.FIRST_PREVIOUS);
    }
  }

  /** The caller hears that it failed, but the disk has it: the next number comes after it. */
  @Test
  void aCommitWhoseOutcomeIsUnknownLeavesNeitherHoleNorFork() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
      bench.disk.failWhen(Fault.AFTER_COMMIT);
      failure(journal.append(alarm(100)));
      bench.disk.failWhen(Fault.NONE);
      assertThat(result(journal.append(alarm(4))).sequence()).isEqualTo(5);
      List<EventRecord> stored = readAll(journal, stream(journal, Lane.ALARM));
      assertThat(stored).hasSize(5);
      assertWhole(stored, 0, EventRecord.FIRST_PREVIOUS);
    }
  }

  @Test
  void aDiskThatIsNotThereAtStartIsTriedAgainUntilItIs() {
    bench.disk.failWhen(Fault.OPENING);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.streams()).isEmpty();
      assertThat(failure(journal.append(alarm(1))).reason()).isEqualTo(Reason.STORAGE);
      bench.disk.failWhen(Fault.NONE);
      await("opened without any event asking", () -> journal.check().equals(Health.WELL));
      assertThat(journal.streams()).hasSize(4);
      assertThat(result(journal.append(alarm(1))).sequence()).isEqualTo(1);
    }
  }

  /** SQLite's own answer to a full disk, from a page limit instead of the file system. */
  @Test
  void aFullDiskFailsWhatDoesNotFitAndRecoversWhenThereIsRoom() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      bench.disk.limitPages(40);
      List<EventRecord> stored = new ArrayList<>();
      boolean refused = false;
      for (int i = 0; i < 500 && !refused; i++) {
        CompletableFuture<EventRecord> future = journal.append(alarm(i));
        try {
          stored.add(future.get());
        } catch (ExecutionException e) {
          refused = true;
          assertThat(failure(future)).hasMessageContaining("full");
          assertThat(failure(future).reason()).isEqualTo(Reason.STORAGE);
        }
      }
      assertThat(refused).as("the disk was full at some time").isTrue();
      bench.disk.limitPages(0);
      EventRecord next = result(journal.append(alarm(-1)));
      assertThat(next.sequence()).isEqualTo(stored.size() + 1L);
      stored.add(next);
      assertThat(readAll(journal, next.stream())).isEqualTo(stored);
      assertThat(bench.setAside()).isEmpty();
    }
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
              .append(alarm(i))
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
        result(journal.append(alarm(-1)));
        List<EventRecord> stored = readAll(journal, stream(journal, Lane.ALARM));
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
      failure(journal.append(alarm(4)));
      bench.disk.failWhen(Fault.NONE);
      EventRecord after = result(journal.append(alarm(5)));
      assertThat(after.stream().epoch()).isNotEqualTo(before.stream().epoch());
      assertThat(readAll(journal, stream(journal, Lane.AUDIT)))
          .singleElement()
          .satisfies(gap -> assertThat(TestBench.text(gap)).contains("store-vanished"));
    }
  }
}
