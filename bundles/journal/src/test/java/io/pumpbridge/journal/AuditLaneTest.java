// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MutableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLaneTest {
  private final MutableClock clock = new MutableClock();
  private final MemoryJournal journal = new MemoryJournal("gw", clock);
  private final AuditLane lane = new AuditLane(journal, clock);

  private static Event refused(String code) {
    return Event.of(EventName.SERVER_REFUSED, Fields.builder().put("code", code).build());
  }

  private List<String> told() throws JournalException {
    return journal.read(new StreamId("gw", "epoch-1", Lane.AUDIT), 0, 1_000).stream()
        .map(EventRecord::canonical)
        .map(bytes -> bytes.toText(StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void actsAreToldEachAndRefusalsCounted() throws Exception {
    for (int i = 0; i < 3; i++) {
      lane.record(Event.of(EventName.TAMPER_CLOSED, Fields.builder().build()));
      lane.refuse(refused("no-answer"));
    }
    assertThat(told()).hasSize(4);
    clock.advance(Duration.ofHours(1));
    lane.onTick();
    assertThat(told()).hasSize(5).last().asString().contains("\"repeated\":2");
  }

  @Test
  void whatIsOnlyCountedIsToldAtTheEnd() throws Exception {
    lane.refuse(refused("no-answer"));
    lane.refuse(refused("no-answer"));
    lane.close();
    assertThat(told()).hasSize(2).last().asString().contains("\"repeated\":1");
  }

  @Test
  void whatCanBeProvokedInAnotherLaneIsCountedToo() throws Exception {
    Event order =
        Event.of(EventName.ORDER_REFUSED, Fields.builder().put("code", "malformed").build());
    lane.refuse(order);
    lane.refuse(order);
    lane.close();
    assertThat(journal.read(new StreamId("gw", "epoch-1", Lane.CLINICAL), 0, 1_000)).hasSize(2);
  }

  @Test
  void whoWaitsHearsThatItIsStoredOrNot() {
    assertThat(lane.keep(refused("a"))).isCompleted();
    journal.failWrites(Reason.STORAGE);
    assertThat(lane.keep(refused("b"))).isCompletedExceptionally();
  }

  @Test
  void whatBelongsToAnotherLaneIsABug() {
    Event alarm = Event.of(EventName.ALARM, Fields.builder().build());
    assertThatThrownBy(() -> lane.record(alarm)).isInstanceOf(IllegalArgumentException.class);
  }
}
