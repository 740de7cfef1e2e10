// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.uplink.OutboundWindow.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundWindowTest extends WindowBed {
  @Test
  void alarmsGoFirstThenTheOtherLanesInTheirOrder() throws Exception {
    append(Lane.AUDIT, 1);
    append(Lane.TELEMETRY, 1);
    append(Lane.CLINICAL, 1);
    append(Lane.ALARM, 1);
    assertThat(lanes(drain()))
        .containsExactly(Lane.ALARM, Lane.CLINICAL, Lane.TELEMETRY, Lane.AUDIT);
  }

  @Test
  void recordsOfALaneGoInOrder() throws Exception {
    append(Lane.CLINICAL, 5);
    assertThat(sequences(drain())).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void onlyAcknowledgementsOpenTheFullWindow() throws Exception {
    append(Lane.TELEMETRY, 100);
    List<Move.Send> first = drain();
    assertThat(first).hasSize(AdaptiveWindow.FIRST);
    assertThat(drain()).isEmpty();
    clock.advance(Duration.ofMillis(5));
    acknowledge(first.subList(0, 3));
    assertThat(sequences(drain()))
        .as("and quick ones widen it")
        .containsExactly(17L, 18L, 19L, 20L, 21L, 22L);
  }

  @Test
  void anAlarmNeverWaitsForTheBacklogOfAnotherLane() throws Exception {
    append(Lane.TELEMETRY, 2_000);
    drain();
    append(Lane.ALARM, 1);
    assertThat(lanes(drain())).containsExactly(Lane.ALARM);
  }

  @Test
  void anAlarmOvertakesWhatHasBeenReadButNotSent() throws Exception {
    append(Lane.TELEMETRY, 200);
    List<Move.Send> sent = drain();
    append(Lane.ALARM, 40);
    acknowledge(sent);
    assertThat(lanes(drain()))
        .hasSizeGreaterThanOrEqualTo(AdaptiveWindow.FIRST + OutboundWindow.ALARM_RESERVE)
        .containsOnly(Lane.ALARM);
  }

  @Test
  void aNewConnectionStartsAtTheFirstUnconfirmedRecord() throws Exception {
    append(Lane.CLINICAL, 6);
    List<Move.Send> sent = drain();
    acknowledge(sent);
    confirm(sent.get(1).record());
    window.restart(now(), now());
    assertThat(sequences(drain())).containsExactly(3L, 4L, 5L, 6L);
    assertThat(window.onAcknowledged(sent.get(5).id(), now()))
        .as("an acknowledgement of the old connection")
        .isFalse();
  }

  @Test
  void whatTheBrokerHasNotAcknowledgedIsNotSentAgainOnThisConnection() throws Exception {
    append(Lane.CLINICAL, 1);
    drain();
    clock.advance(Duration.ofMinutes(5));
    assertThat(drain()).isEmpty();
    assertThat(window.silenceMs(now())).isEqualTo(300_000);
  }

  @Test
  void silenceIsTheAgeOfTheOldestUnacknowledgedPublish() throws Exception {
    assertThat(window.silenceMs(now())).isZero();
    append(Lane.CLINICAL, 1);
    List<Move.Send> first = drain();
    clock.advance(Duration.ofSeconds(5));
    append(Lane.CLINICAL, 1);
    List<Move.Send> second = drain();
    clock.advance(Duration.ofSeconds(5));
    assertThat(window.silenceMs(now())).isEqualTo(10_000);
    acknowledge(first);
    assertThat(window.silenceMs(now())).isEqualTo(5_000);
    acknowledge(second);
    assertThat(window.silenceMs(now())).isZero();
    assertThat(window.isIdle()).isTrue();
  }

  @Test
  void aLaneThatCannotBeReadPausesAndTheOthersGoOn() throws Exception {
    append(Lane.ALARM, 1);
    append(Lane.AUDIT, 1);
    window.onStreams(journal.streams(), now());
    Move.Read read = (Move.Read) window.next(now());
    assertThat(read.stream().lane()).isEqualTo(Lane.ALARM);
    window.onUnreadable(read.stream(), now());
    assertThat(lanes(drain())).containsExactly(Lane.AUDIT);
    clock.advance(Duration.ofMillis(OutboundWindow.UNREADABLE_PAUSE_MS));
    assertThat(lanes(drain())).containsExactly(Lane.ALARM);
  }

  @Test
  void recordsThatGaveWayAreNotWaitedFor() {
    StreamId stream = new StreamId("gw", "e", Lane.TELEMETRY);
    window.onStreams(List.of(new StreamStatus(stream, 9, 0, 0)), now());
    assertThat(window.next(now())).isEqualTo(new Move.Read(stream, 0, OutboundWindow.PAGE));
    window.onRead(stream, List.of());
    assertThat(window.next(now())).isEqualTo(new Move.Rest());
  }

  @Test
  void anOlderEpochIsDrainedBesideTheCurrentOne() throws Exception {
    append(Lane.CLINICAL, 2);
    MemoryJournal next = journal.restartWithEpoch("epoch-2");
    next.append(Event.of(EventName.DELIV_STOP, Fields.builder().build())).join();
    window.onStreams(next.streams(), now());
    List<String> sent = new ArrayList<>();
    for (Move move = window.next(now()); !(move instanceof Move.Rest); move = window.next(now())) {
      if (move instanceof Move.Read read) {
        window.onRead(read.stream(), next.read(read.stream(), read.after(), read.count()));
      } else if (move instanceof Move.Send send) {
        sent.add(send.record().stream().epoch() + " " + send.record().sequence());
      }
    }
    assertThat(sent).containsExactly("epoch-1 1", "epoch-1 2", "epoch-2 1");
    next.close();
  }

  @Test
  void theBrokersWordCountsOnlyUpToTheFirstUnacknowledgedRecord() throws Exception {
    append(Lane.CLINICAL, 4);
    List<Move.Send> sent = drain();
    acknowledge(List.of(sent.get(1)));
    assertThat(window.acknowledgedByBroker(now())).isEmpty();
    acknowledge(List.of(sent.get(0)));
    assertThat(window.acknowledgedByBroker(now()))
        .containsExactly(
            new StreamCursor.Reached(
                sent.get(1).record().stream(), 2, sent.get(1).record().hash()));
  }
}
