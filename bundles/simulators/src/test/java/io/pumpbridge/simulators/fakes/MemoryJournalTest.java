// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MemoryJournalTest {
  private static final StreamId CLINICAL = new StreamId("G1", "epoch-1", Lane.CLINICAL);

  private final MemoryJournal journal = new MemoryJournal("G1", new MutableClock());

  private static Event start() {
    return Event.of(EventName.DELIV_START, Fields.builder().build());
  }

  @Test
  void recordsAreNumberedAndChainedPerLane() throws Exception {
    EventRecord first = journal.append(start()).get();
    journal.append(Event.of(EventName.SAMPLE, Fields.builder().build())).get();
    EventRecord second = journal.append(start()).get();
    assertThat(first.previousHash()).isEqualTo(EventRecord.FIRST_PREVIOUS);
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(second.previousHash()).isEqualTo(first.hash());
    assertThat(journal.read(CLINICAL, 0, 10)).containsExactly(first, second);
    assertThat(journal.read(CLINICAL, 1, 10)).containsExactly(second);
  }

  @Test
  void onlyAMatchingConfirmationDeletesAndItMayComeTwice() throws Exception {
    EventRecord first = journal.append(start()).get();
    EventRecord second = journal.append(start()).get();
    assertThatThrownBy(() -> journal.confirm(CLINICAL, 1, second.hash()))
        .isInstanceOf(JournalException.class);
    assertThatThrownBy(() -> journal.confirm(CLINICAL, 3, second.hash()))
        .isInstanceOf(JournalException.class);
    assertThat(journal.read(CLINICAL, 0, 10)).hasSize(2);
    journal.confirm(CLINICAL, 1, first.hash());
    journal.confirm(CLINICAL, 1, first.hash());
    assertThat(journal.read(CLINICAL, 0, 10)).containsExactly(second);
  }

  @Test
  void aRestartLosesWhatWasHeldAndNothingElse() throws Exception {
    EventRecord kept = journal.append(start()).get();
    journal.holdWrites();
    CompletableFuture<EventRecord> held = journal.append(start());
    assertThat(held).isNotDone();
    MemoryJournal after = journal.restart();
    assertThat(held).isCompletedExceptionally();
    assertThat(after.read(CLINICAL, 0, 10)).containsExactly(kept);
    assertThat(after.append(start()).get().previousHash()).isEqualTo(kept.hash());
  }

  @Test
  void aRefusingDiskTakesNoNumber() throws Exception {
    journal.failWrites(JournalException.Reason.STORAGE);
    assertThat(journal.append(start())).isCompletedExceptionally();
    journal.healWrites();
    assertThat(journal.append(start()).get().sequence()).isEqualTo(1);
  }

  @Test
  void listenersHearWhenHeldWritesBecomeDurable() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    journal.holdWrites();
    CompletableFuture<EventRecord> held = journal.append(start());
    journal.onAppended(heard::countDown);
    journal.releaseWrites();
    assertThat(heard.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(held.get().sequence()).isEqualTo(1);
  }

  @Test
  void theMostUrgentLaneComesFirstAndAnOldEpochStaysUntilItIsDrained() throws Exception {
    EventRecord old = journal.append(start()).get();
    MemoryJournal after = journal.restartWithEpoch("epoch-2");
    assertThat(after.streams())
        .extracting(s -> s.stream().epoch() + "/" + s.stream().lane().wireName())
        .containsExactly(
            "epoch-2/alarm",
            "epoch-1/clinical",
            "epoch-2/clinical",
            "epoch-2/telemetry",
            "epoch-2/audit");
    after.confirm(CLINICAL, 1, old.hash());
    assertThat(after.streams()).hasSize(4);
  }
}
