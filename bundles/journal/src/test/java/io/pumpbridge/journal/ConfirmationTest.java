// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.assertWhole;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.status;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfirmationTest {
  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  @Test
  void whatIsConfirmedIsGoneAndTheRestStays() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> all = appendAll(journal, EventName.ALARM, 10);
      StreamId stream = stream(journal, Lane.ALARM);
      journal.confirm(stream, 4, all.get(3).hash());
      assertThat(journal.read(stream, 0, 100)).isEqualTo(all.subList(4, 10));
      assertThat(status(journal, Lane.ALARM)).isEqualTo(new StreamStatus(stream, 10, 4, 6));
    }
  }

  @Test
  void numberingAndChainGoOnThroughDrainingAndRestartsAndNumbersNeverComeAgain() throws Exception {
    EventRecord last;
    StreamId stream;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      last = appendAll(journal, EventName.ALARM, 7).get(6);
      stream = stream(journal, Lane.ALARM);
      journal.confirm(stream, 7, last.hash());
      assertThat(status(journal, Lane.ALARM)).isEqualTo(new StreamStatus(stream, 7, 7, 0));
    }
    for (int restart = 0; restart < 3; restart++) {
      try (SqliteEventJournal journal = bench.open(EAGER)) {
        assertThat(status(journal, Lane.ALARM).confirmedUpTo()).isEqualTo(last.sequence());
        EventRecord next = result(journal.append(alarm(1)));
        assertThat(next.stream()).isEqualTo(stream);
        assertThat(next.sequence()).isEqualTo(last.sequence() + 1);
        assertThat(next.previousHash()).isEqualTo(last.hash());
        assertThat(readAll(journal, stream)).containsExactly(next);
        journal.confirm(stream, next.sequence(), next.hash());
        last = next;
      }
    }
  }

  @Test
  void aWrongConfirmationDeletesNothing() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> all = appendAll(journal, EventName.ALARM, 5);
      StreamId stream = stream(journal, Lane.ALARM);
      StreamId elsewhere = new StreamId(stream.gateway(), "0123456789abcdef", Lane.ALARM);
      String third = all.get(2).hash();
      assertRefused(journal, stream, 3, all.get(3).hash());
      assertRefused(journal, stream, 3, third.substring(1));
      assertRefused(journal, stream, 3, "");
      assertRefused(journal, stream, 6, third);
      assertRefused(journal, stream, 0, EventRecord.FIRST_PREVIOUS);
      assertRefused(journal, stream, -1, third);
      assertRefused(journal, stream, Long.MAX_VALUE, third);
      assertRefused(journal, elsewhere, 3, third);
      assertRefused(journal, stream(journal, Lane.AUDIT), 3, third);
      assertThat(readAll(journal, stream)).isEqualTo(all);
      assertThat(status(journal, Lane.ALARM).confirmedUpTo()).isZero();
    }
  }

  @Test
  void theSameConfirmationTwiceIsFineAndAnOlderOneIsNotKnownAnyMore() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> all = appendAll(journal, EventName.ALARM, 5);
      StreamId stream = stream(journal, Lane.ALARM);
      journal.confirm(stream, 4, all.get(3).hash());
      journal.confirm(stream, 4, all.get(3).hash());
      assertRefused(journal, stream, 4, all.get(2).hash());
      assertRefused(journal, stream, 2, all.get(1).hash());
      assertThat(readAll(journal, stream)).containsExactly(all.get(4));
    }
  }

  @Test
  void aLargeBacklogIsRemovedInPiecesAndAppendsGoOn() throws Exception {
    int count = 2 * Confirmations.REMOVAL_LIMIT + 500;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<CompletableFuture<EventRecord>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        futures.add(journal.append(alarm(i)));
        if (i % 500 == 499) {
          futures.forEach(TestBench::result);
        }
      }
      StreamId stream = stream(journal, Lane.ALARM);
      EventRecord upTo = result(futures.get(count - 3));
      int before = bench.disk.commits();
      journal.confirm(stream, upTo.sequence(), upTo.hash());
      assertThat(bench.disk.commits() - before).isEqualTo(3);
      assertThat(status(journal, Lane.ALARM).storedCount()).isEqualTo(2);
      EventRecord next = result(journal.append(alarm(0)));
      List<EventRecord> left = readAll(journal, stream);
      assertThat(left).hasSize(3).endsWith(next);
      assertWhole(left, upTo.sequence(), upTo.hash());
    }
  }

  @Test
  void aConfirmationThatCouldNotBeStoredDeletesNothingAndCanBeRepeated() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> all = appendAll(journal, EventName.ALARM, 5);
      StreamId stream = stream(journal, Lane.ALARM);
      bench.disk.failWhen(FaultyDisk.Fault.BEFORE_COMMIT);
      assertThatThrownBy(() -> journal.confirm(stream, 3, all.get(2).hash()))
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STORAGE));
      bench.disk.failWhen(FaultyDisk.Fault.NONE);
      result(journal.append(alarm(6)));
      assertThat(readAll(journal, stream)).hasSize(6);
      journal.confirm(stream, 3, all.get(2).hash());
      assertThat(readAll(journal, stream)).hasSize(3);
    }
  }

  @Test
  void aRemovalThatWasInterruptedStaysInvisibleAndIsFinishedLater() throws Exception {
    EventRecord fourth;
    StreamId stream;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fourth = appendAll(journal, EventName.ALARM, 6).get(3);
      stream = stream(journal, Lane.ALARM);
    }
    // As after a power cut between the first piece of a removal and the second.
    try (Database database = Database.open(bench.file(), EAGER.maxBytes(), Connections::toSqlite)) {
      database.begin();
      database.streams().update(database.streams().all().get(0).confirmed(4));
      database.commit();
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(status(journal, Lane.ALARM)).isEqualTo(new StreamStatus(stream, 6, 4, 2));
      List<EventRecord> left = readAll(journal, stream);
      assertWhole(left, 4, fourth.hash());
      assertThat(left).hasSize(2);
      journal.confirm(stream, 5, left.get(0).hash());
      assertThat(readAll(journal, stream)).containsExactly(left.get(1));
    }
  }

  private static void assertRefused(
      SqliteEventJournal journal, StreamId stream, long upTo, String hash) {
    assertThatThrownBy(() -> journal.confirm(stream, upTo, hash))
        .isInstanceOfSatisfying(
            JournalException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_CONFIRMATION));
  }
}
