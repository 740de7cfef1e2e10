// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.assertWhole;
import static io.pumpbridge.journal.TestBench.await;
import static io.pumpbridge.journal.TestBench.event;
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
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither a bug nor a moment without memory ends the journal; and if it does end, it says so. */
class StumblingTest {
  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  /** Has no memory left when told so, once. */
  private static final class OutOfMemory implements Sealer {
    private final Sealer sealer;
    private final AtomicBoolean next = new AtomicBoolean();

    OutOfMemory(Sealer sealer) {
      this.sealer = sealer;
    }

    void next() {
      next.set(true);
    }

    @Override
    public Bytes seal(Bytes plain, Bytes context) {
      if (next.getAndSet(false)) {
        throw new OutOfMemoryError("so the test wants it");
      }
      return sealer.seal(plain, context);
    }

    @Override
    public Bytes open(Bytes sealed, Bytes context) throws TrustException {
      return sealer.open(sealed, context);
    }
  }

  @Test
  void wantOfMemoryCostsNoAlarm() throws Exception {
    OutOfMemory sealer = new OutOfMemory(bench.sealer);
    try (SqliteEventJournal journal = bench.openSealedBy(sealer)) {
      appendAll(journal, EventName.ALARM, 2);
      sealer.next();
      CompletableFuture<EventRecord> third = journal.append(alarm(3));
      await("so health says", () -> journal.check().code().equals("storage-failing"));
      assertThat(journal.check().sentence()).contains("OutOfMemoryError");
      assertThat(result(third).sequence()).isEqualTo(3);
      assertThat(result(journal.append(alarm(4))).sequence()).isEqualTo(4);
      assertThat(journal.check()).isEqualTo(Health.WELL);
      assertWhole(readAll(journal, stream(journal, Lane.ALARM)), 0, EventRecord.FIRST_PREVIOUS);
    }
  }

  @Test
  void whoeverAppendsHearsOfWantOfMemory() {
    OutOfMemory sealer = new OutOfMemory(bench.sealer);
    try (SqliteEventJournal journal = bench.openSealedBy(sealer)) {
      sealer.next();
      assertThat(failure(journal.append(event(EventName.ASSOCIATION_REFUSED, 1))).reason())
          .isEqualTo(Reason.STORAGE);
      assertThat(result(journal.append(event(EventName.DELIV_START, 2))).sequence()).isEqualTo(1);
    }
  }

  @Test
  void aListenerThatFailsLikeThisKeepsNobodyFromBeingTold() throws Exception {
    AtomicInteger told = new AtomicInteger();
    try (SqliteEventJournal journal = bench.open(EAGER);
        AutoCloseable bad =
            journal.onAppended(
                () -> {
                  told.incrementAndGet();
                  throw new LinkageError("so the test wants it");
                })) {
      assertThat(bad).isNotNull();
      appendAll(journal, EventName.ALARM, 5);
      await("all told", () -> told.get() == 5);
    }
  }

  /** Opening verifies, and a gateway stops within seconds. Which writer closes it is chance. */
  @RepeatedTest(10)
  void aStoreThatWasClosedAtTheEndIsNotOpenedAgain() throws Exception {
    int openings;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      openings = bench.disk.openings();
    }
    assertThat(bench.disk.openings()).isEqualTo(openings);
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("journal-"))
        .collect(Collectors.toSet());
  }

  @Test
  void aJournalThatEndsTellsEverybodyAndNeverSaysThatAllIsWell() {
    Set<Thread> others = new HashSet<>(threads());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      Set<Thread> own = threads();
      own.removeAll(others);
      bench.disk.failWhen(Fault.BEFORE_COMMIT);
      CompletableFuture<EventRecord> waiting = journal.append(alarm(1));
      await("refused", () -> journal.check().code().equals("storage-failing"));
      own.stream().filter(t -> t.getName().contains("writer")).forEach(Thread::interrupt);
      // By the one who ends, or by the other who has tried it once more.
      assertThat(failure(waiting).reason()).isIn(Reason.UNAVAILABLE, Reason.STORAGE);
      await("upkeep has ended too", () -> own.stream().noneMatch(Thread::isAlive));
      assertThat(failure(journal.append(alarm(2))).reason()).isEqualTo(Reason.UNAVAILABLE);
      assertThat(journal.check().code()).isEqualTo("journal-stopped");
      assertThat(journal.check().sentence()).doesNotContain("tried again").contains("Restart");
    }
  }
}
