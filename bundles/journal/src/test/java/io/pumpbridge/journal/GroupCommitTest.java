// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.PATIENT;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.await;
import static io.pumpbridge.journal.TestBench.event;
import static io.pumpbridge.journal.TestBench.failure;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.sample;
import static io.pumpbridge.journal.TestBench.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for what; told by counting commits, never by the clock. */
class GroupCommitTest {
  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  @Test
  void samplesWaitAndGoWithTheNextAlarmInOneCommit() {
    try (SqliteEventJournal journal = bench.open(PATIENT)) {
      int before = bench.disk.commits();
      List<CompletableFuture<EventRecord>> samples = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        samples.add(journal.append(sample(i)));
      }
      assertThat(samples).noneMatch(CompletableFuture::isDone);
      result(journal.append(alarm(1)));
      samples.forEach(TestBench::result);
      assertThat(bench.disk.commits() - before).isEqualTo(1);
    }
  }

  @Test
  void samplesAloneDoNotWaitLongerThanTheyMay() {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(result(journal.append(sample(1))).sequence()).isEqualTo(1);
    }
  }

  @Test
  void aShorterWaitTakesEffectOnWhatAlreadyWaits() {
    try (SqliteEventJournal journal = bench.open(PATIENT)) {
      CompletableFuture<EventRecord> waiting = journal.append(sample(1));
      journal.adjust(EAGER);
      assertThat(result(waiting).sequence()).isEqualTo(1);
    }
  }

  @Test
  void everyOtherLaneIsDurableAtOnce() {
    try (SqliteEventJournal journal = bench.open(PATIENT)) {
      result(journal.append(event(EventName.ADVISORY_RAISED, 1)));
      result(journal.append(event(EventName.DELIV_STOP, 1)));
      result(journal.append(event(EventName.LIBRARY_REFUSED, 1)));
    }
  }

  @Test
  void whatArrivesDuringACommitSharesTheNextOne() {
    try (SqliteEventJournal journal = bench.open(PATIENT)) {
      int before = bench.disk.commits();
      bench.disk.stall();
      List<CompletableFuture<EventRecord>> futures = new ArrayList<>();
      futures.add(journal.append(alarm(0)));
      await("first commit under way", bench.disk::isStalled);
      for (int i = 1; i <= 200; i++) {
        futures.add(journal.append(alarm(i)));
      }
      bench.disk.goOn();
      futures.forEach(TestBench::result);
      assertThat(bench.disk.commits() - before).isEqualTo(2);
    }
  }

  /** The first of them is being sealed when the others come. */
  @Test
  void aBurstSharesTheCommitOfItsFirstEvent() {
    SlowSealer sealer = new SlowSealer(bench.sealer);
    try (SqliteEventJournal journal = bench.openSealedBy(sealer)) {
      int before = bench.disk.commits();
      sealer.slow.drainPermits();
      List<CompletableFuture<EventRecord>> futures = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        futures.add(journal.append(event(EventName.DELIV_START, i)));
      }
      sealer.slow.release(100);
      futures.forEach(TestBench::result);
      assertThat(bench.disk.commits() - before).isEqualTo(1);
    }
  }

  @Test
  void noBurstMakesItsFirstEventWaitForMoreThanABatch() {
    SlowSealer sealer = new SlowSealer(bench.sealer);
    try (SqliteEventJournal journal = bench.openSealedBy(sealer)) {
      sealer.slow.drainPermits();
      List<CompletableFuture<EventRecord>> futures = new ArrayList<>();
      for (int i = 0; i < 2 * Intake.BATCH_LIMIT; i++) {
        futures.add(journal.append(event(EventName.DELIV_START, i)));
      }
      sealer.slow.release(Intake.BATCH_LIMIT);
      assertThat(result(futures.get(0)).sequence()).isEqualTo(1);
      assertThat(status(journal, Lane.CLINICAL).lastSequence()).isEqualTo(Intake.BATCH_LIMIT);
      sealer.slow.release(Intake.BATCH_LIMIT);
    }
  }

  /** Seals as often as it is let. */
  private static final class SlowSealer implements Sealer {
    private final Sealer sealer;
    private final Semaphore slow = new Semaphore(1_000);

    SlowSealer(Sealer sealer) {
      this.sealer = sealer;
    }

    @Override
    public Bytes seal(Bytes plain, Bytes context) {
      slow.acquireUninterruptibly();
      return sealer.seal(plain, context);
    }

    @Override
    public Bytes open(Bytes sealed, Bytes context) throws TrustException {
      return sealer.open(sealed, context);
    }
  }

  @Test
  void nobodyIsToldBeforeTheCommitHasReturned() {
    try (SqliteEventJournal journal = bench.open(PATIENT)) {
      bench.disk.stall();
      CompletableFuture<EventRecord> future = journal.append(alarm(1));
      await("commit under way", bench.disk::isStalled);
      assertThat(future).isNotDone();
      assertThat(journal.streams().get(0).lastSequence()).isZero();
      bench.disk.goOn();
      assertThat(result(future).sequence()).isEqualTo(1);
    }
  }

  @Test
  void appendNeverBlocksAndAlarmsHaveRoomWhenTheQueueIsFull() {
    try (SqliteEventJournal journal = bench.open(PATIENT)) {
      bench.disk.stall();
      List<CompletableFuture<EventRecord>> accepted = new ArrayList<>();
      for (int i = 0; i < Intake.LIMIT; i++) {
        accepted.add(journal.append(event(EventName.DELIV_START, i)));
      }
      assertThat(failure(journal.append(event(EventName.DELIV_START, -1))).reason())
          .isEqualTo(Reason.UNAVAILABLE);
      for (int i = 0; i < Intake.ALARM_RESERVE; i++) {
        accepted.add(journal.append(alarm(i)));
      }
      assertThat(failure(journal.append(alarm(-1))).reason()).isEqualTo(Reason.UNAVAILABLE);
      assertThat(accepted).noneMatch(CompletableFuture::isDone);
      bench.disk.goOn();
      accepted.forEach(TestBench::result);
      result(journal.append(event(EventName.DELIV_START, 1)));
    }
  }

  /** Behind a stalled commit wait two batches of clinical events; the alarm is in the next one. */
  @Test
  void anAlarmOvertakesWhateverWaits() {
    try (SqliteEventJournal journal = bench.open(PATIENT)) {
      bench.disk.stall();
      List<CompletableFuture<EventRecord>> clinical = new ArrayList<>();
      clinical.add(journal.append(event(EventName.DELIV_START, 0)));
      await("commit under way", bench.disk::isStalled);
      for (int i = 0; i < 2 * Intake.BATCH_LIMIT; i++) {
        clinical.add(journal.append(event(EventName.DELIV_START, i)));
      }
      CompletableFuture<Boolean> lastWasDone =
          journal.append(alarm(1)).thenApply(record -> clinical.get(clinical.size() - 1).isDone());
      bench.disk.goOn();
      assertThat(result(lastWasDone)).isFalse();
      clinical.forEach(TestBench::result);
    }
  }

  @Test
  void closingADiskThatHangsGivesUpAndTellsEverybody() {
    SqliteEventJournal journal = bench.open(PATIENT);
    bench.disk.stall();
    CompletableFuture<EventRecord> inHand = journal.append(alarm(1));
    await("commit under way", bench.disk::isStalled);
    CompletableFuture<EventRecord> queued = journal.append(alarm(2));
    journal.close();
    assertThat(failure(inHand).reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure(queued).reason()).isEqualTo(Reason.UNAVAILABLE);
    bench.disk.goOn();
    journal.close(); // once more: now it ends
  }
}
