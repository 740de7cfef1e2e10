// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.assertWhole;
import static io.pumpbridge.journal.TestBench.await;
import static io.pumpbridge.journal.TestBench.event;
import static io.pumpbridge.journal.TestBench.failure;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.sample;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.journal.FaultyDisk.Fault;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.WrittenEvent;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Alarms and clinical events that the disk refuses, and what waits behind them. */
class RefusedByDiskTest {
  private static final int MORE_THAN_A_BATCH = Intake.BATCH_LIMIT + 44;

  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  /** Of a lane of which none is kept. */
  private static Event act(long number) {
    return event(EventName.ASSOCIATION_REFUSED, number);
  }

  private static List<CompletableFuture<EventRecord>> appendAlarms(
      SqliteEventJournal journal, int count) {
    List<CompletableFuture<EventRecord>> alarms = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      alarms.add(journal.append(alarm(i)));
    }
    return alarms;
  }

  /** The whole lane is these, in this order and once each. */
  private static void assertStored(
      SqliteEventJournal journal, List<CompletableFuture<EventRecord>> alarms) throws Exception {
    List<EventRecord> told = alarms.stream().map(TestBench::result).toList();
    assertThat(readAll(journal, stream(journal, Lane.ALARM))).isEqualTo(told);
    assertWhole(told, 0, EventRecord.FIRST_PREVIOUS);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"OPENING", "INSERTING", "BEFORE_COMMIT", "AFTER_COMMIT"})
  void moreThanABatchOfThemHoldsUpNobodyElseAndIsStoredInOrderAndOnce(Fault fault)
      throws Exception {
    bench.disk.failWhen(fault);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<CompletableFuture<EventRecord>> alarms = appendAlarms(journal, MORE_THAN_A_BATCH);
      assertThat(failure(journal.append(act(1))).reason()).isEqualTo(Reason.STORAGE);
      assertThat(failure(journal.append(sample(1))).reason()).isEqualTo(Reason.STORAGE);
      assertThat(alarms).noneMatch(CompletableFuture::isDone);
      bench.disk.failWhen(Fault.NONE);
      assertStored(journal, alarms);
    }
  }

  /** With nothing behind them nobody is in a hurry, however many they are. */
  @Test
  void moreThanABatchOfThemWaitsForTheNextEventOrForPatienceToEnd() throws Exception {
    Intake intake = new Intake(bench.clock, Duration.ofMillis(100), () -> false);
    for (int i = 1; i <= MORE_THAN_A_BATCH; i++) {
      var unused = intake.offer(WrittenEvent.of(alarm(i)));
    }
    Batch first = intake.take();
    assertThat(intake.keepRefused(first.entries())).isEmpty();
    intake.written();
    FutureTask<Batch> next = new FutureTask<>(intake::take);
    Thread writer = new Thread(next, "taking");
    writer.start();
    await("waiting", () -> writer.getState() == Thread.State.TIMED_WAITING);
    assertThat(next.isDone()).isFalse();
    var unused = intake.offer(WrittenEvent.of(event(EventName.DELIV_START, 1)));
    assertThat(next.get().entries().subList(0, first.entries().size()))
        .as("in their order")
        .isEqualTo(first.entries());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BEFORE_COMMIT", "AFTER_COMMIT", "STUMBLING_AFTER_COMMIT"})
  void ofTooManyTheNewestStay(Fault fault) throws Exception {
    int tooMany = 88;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      bench.disk.failWhen(fault);
      List<CompletableFuture<EventRecord>> alarms =
          appendAlarms(journal, tooMany + Intake.ALARM_RESERVE);
      for (CompletableFuture<EventRecord> oldest : alarms.subList(0, tooMany)) {
        assertThat(failure(oldest).reason()).isEqualTo(Reason.STORAGE);
      }
      bench.disk.failWhen(Fault.NONE);
      List<EventRecord> kept =
          alarms.subList(tooMany, alarms.size()).stream().map(TestBench::result).toList();
      assertThat(result(journal.append(alarm(0))).sequence())
          .isEqualTo(kept.get(kept.size() - 1).sequence() + 1);
      List<EventRecord> stored = readAll(journal, stream(journal, Lane.ALARM));
      assertThat(stored).containsSubsequence(kept).doesNotHaveDuplicates();
      assertWhole(stored, 0, EventRecord.FIRST_PREVIOUS);
    }
  }

  /** However long the disk is away, whoever appends is told why, and not that too much waits. */
  @Test
  void theyNeverFillTheQueue() {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      bench.disk.failWhen(Fault.BEFORE_COMMIT);
      List<CompletableFuture<EventRecord>> alarms = new ArrayList<>();
      for (int i = 0; i < 2 * (Intake.LIMIT + Intake.ALARM_RESERVE) / Intake.BATCH_LIMIT; i++) {
        alarms.addAll(appendAlarms(journal, Intake.BATCH_LIMIT));
        assertThat(failure(journal.append(act(i))).reason()).isEqualTo(Reason.STORAGE);
      }
      bench.disk.failWhen(Fault.NONE);
      int oldest = alarms.size() - Intake.ALARM_RESERVE;
      alarms
          .subList(0, oldest)
          .forEach(alarm -> assertThat(failure(alarm).reason()).isEqualTo(Reason.STORAGE));
      alarms.subList(oldest, alarms.size()).forEach(TestBench::result);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BEFORE_COMMIT", "AFTER_COMMIT", "STUMBLING_AFTER_COMMIT"})
  void thoseWhoFindNoRoomAndThenAWorseDiskAreStoredAllTheSame(Fault worse) throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      bench.disk.stall();
      CompletableFuture<EventRecord> before = journal.append(event(EventName.DELIV_START, 1));
      await("first commit under way", bench.disk::isStalled);
      List<CompletableFuture<EventRecord>> alarms = appendAlarms(journal, 3);
      CompletableFuture<EventRecord> behind = journal.append(act(1));
      bench.disk.fillUpThen(worse);
      bench.disk.goOn();
      result(before);
      assertThat(failure(behind).reason()).isEqualTo(Reason.STORAGE);
      assertThat(alarms).noneMatch(CompletableFuture::isDone);
      bench.disk.failWhen(Fault.NONE);
      assertStored(journal, alarms);
    }
  }

  /** A pump begins to infuse once: nobody would tell of it again. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"INSERTING", "BEFORE_COMMIT", "AFTER_COMMIT", "STUMBLING_AFTER_COMMIT"})
  void clinicalEventsAreTriedAgainAsWellBehindTheAlarms(Fault fault) throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      bench.disk.failWhen(fault);
      List<CompletableFuture<EventRecord>> clinical = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        clinical.add(journal.append(event(EventName.DELIV_START, i)));
      }
      assertThat(failure(journal.append(act(1))).reason()).isEqualTo(Reason.STORAGE);
      List<CompletableFuture<EventRecord>> alarms = appendAlarms(journal, 3);
      assertThat(failure(journal.append(act(2))).reason()).isEqualTo(Reason.STORAGE);
      assertThat(clinical).noneMatch(CompletableFuture::isDone);
      bench.disk.failWhen(Fault.NONE);
      List<EventRecord> told = clinical.stream().map(TestBench::result).toList();
      assertThat(readAll(journal, stream(journal, Lane.CLINICAL))).isEqualTo(told);
      assertWhole(told, 0, EventRecord.FIRST_PREVIOUS);
      assertStored(journal, alarms);
    }
  }

  @Test
  void ofTooManyClinicalEventsTheNewestStayAndNoAlarmGivesWayToThem() {
    int tooMany = 50;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      bench.disk.failWhen(Fault.BEFORE_COMMIT);
      List<CompletableFuture<EventRecord>> alarms = appendAlarms(journal, 10);
      List<CompletableFuture<EventRecord>> clinical = new ArrayList<>();
      for (int i = 0; i < tooMany + Intake.BATCH_LIMIT; i++) {
        clinical.add(journal.append(event(EventName.DELIV_START, i)));
      }
      for (CompletableFuture<EventRecord> oldest : clinical.subList(0, tooMany)) {
        assertThat(failure(oldest).reason()).isEqualTo(Reason.STORAGE);
      }
      bench.disk.failWhen(Fault.NONE);
      alarms.forEach(TestBench::result);
      clinical.subList(tooMany, clinical.size()).forEach(TestBench::result);
    }
  }

  @Test
  void moreThanABatchOfThemIsToldWhenTheJournalStops() {
    List<CompletableFuture<EventRecord>> alarms;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      bench.disk.failWhen(Fault.BEFORE_COMMIT);
      alarms = appendAlarms(journal, MORE_THAN_A_BATCH);
      failure(journal.append(act(1)));
    }
    assertThat(alarms).allMatch(CompletableFuture::isDone);
    alarms.forEach(alarm -> assertThat(failure(alarm).reason()).isEqualTo(Reason.STORAGE));
  }
}
