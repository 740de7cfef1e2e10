// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.simulators.fakes.MutableClock;
import io.pumpbridge.uplink.OutboundWindow.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboundWindowTest {
  private final MutableClock clock = new MutableClock();
  private final MemoryJournal journal = new MemoryJournal("gw", clock);
  private final OutboundWindow window = new OutboundWindow(Timing.PRODUCT, 0, 0);

  @AfterEach
  void close() {
    journal.close();
  }

  private long now() {
    return clock.read().monotonicMs();
  }

  private static EventName nameIn(Lane lane) {
    return switch (lane) {
      case ALARM -> EventName.ALARM;
      case CLINICAL -> EventName.DELIV_START;
      case TELEMETRY -> EventName.SAMPLE;
      case AUDIT -> EventName.BRIDGE_STARTED;
    };
  }

  private void append(Lane lane, int count) {
    for (int i = 0; i < count; i++) {
      journal.append(Event.of(nameIn(lane), Fields.builder().build())).join();
    }
  }

  /** Everything the window wants to send now. */
  private List<Move.Send> drain() throws JournalException {
    window.onStreams(journal.streams(), now());
    List<Move.Send> sent = new ArrayList<>();
    while (true) {
      Move move = window.next(now());
      if (move instanceof Move.Send send) {
        sent.add(send);
      } else if (move instanceof Move.Read read) {
        window.onRead(read.stream(), journal.read(read.stream(), read.after(), read.count()));
      } else {
        return sent;
      }
    }
  }

  private void acknowledge(List<Move.Send> sent) {
    sent.forEach(send -> assertThat(window.onAcknowledged(send.id(), now())).isTrue());
  }

  private void confirm(EventRecord record) throws JournalException {
    journal.confirm(record.stream(), record.sequence(), record.hash());
  }

  private static List<Long> sequences(List<Move.Send> sent) {
    return sent.stream().map(send -> send.record().sequence()).toList();
  }

  private static List<Lane> lanes(List<Move.Send> sent) {
    return sent.stream().map(send -> send.record().stream().lane()).toList();
  }

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
  void anAcknowledgementLetsNothingGo() throws Exception {
    append(Lane.CLINICAL, 3);
    acknowledge(drain());
    assertThat(journal.streams())
        .filteredOn(status -> status.stream().lane() == Lane.CLINICAL)
        .extracting(StreamStatus::storedCount)
        .containsExactly(3L);
  }

  @Test
  void aNewConnectionStartsAtTheFirstUnconfirmedRecord() throws Exception {
    append(Lane.CLINICAL, 6);
    List<Move.Send> sent = drain();
    acknowledge(sent);
    confirm(sent.get(1).record());
    window.restart();
    assertThat(sequences(drain())).containsExactly(3L, 4L, 5L, 6L);
    assertThat(window.onAcknowledged(sent.get(5).id(), now()))
        .as("an acknowledgement of the old connection")
        .isFalse();
  }

  @Test
  void whatIsConfirmedIsNotSentAgain() throws Exception {
    append(Lane.CLINICAL, 2);
    List<Move.Send> sent = drain();
    acknowledge(sent);
    confirm(sent.get(1).record());
    clock.advance(Duration.ofHours(1));
    assertThat(drain()).isEmpty();
  }

  @Test
  void whatTheServerDoesNotConfirmIsSentAgainAndEachTimeLater() throws Exception {
    append(Lane.CLINICAL, 2);
    acknowledge(drain());
    List<Long> waits = new ArrayList<>();
    long last = now();
    while (waits.size() < 8) {
      clock.advance(Duration.ofSeconds(1));
      List<Move.Send> again = drain();
      if (!again.isEmpty()) {
        assertThat(sequences(again)).containsExactly(1L, 2L);
        waits.add((now() - last) / 1_000);
        last = now();
        acknowledge(again);
      }
    }
    assertThat(waits).containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L, 600L);
  }

  @Test
  void aConfirmationMakesTheNextWaitShortAgain() throws Exception {
    append(Lane.CLINICAL, 2);
    acknowledge(drain());
    clock.advance(Duration.ofSeconds(30));
    List<Move.Send> again = drain();
    acknowledge(again);
    confirm(again.get(0).record());
    drain();
    clock.advance(Duration.ofSeconds(29));
    assertThat(drain()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(sequences(drain())).containsExactly(2L);
  }

  @Test
  void whileTheServerConfirmsSlowlyButSteadilyNothingIsSentAgain() throws Exception {
    append(Lane.CLINICAL, 16);
    List<Move.Send> sent = drain();
    acknowledge(sent);
    for (Move.Send send : sent) { // one every 20 s: the last after 320 s
      clock.advance(Duration.ofSeconds(20));
      confirm(send.record());
      assertThat(drain()).isEmpty();
    }
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
  void aServerThatConfirmsNothingIsSentABoundedNumberPerLane() throws Exception {
    append(Lane.TELEMETRY, 6_000);
    append(Lane.AUDIT, 1);
    int telemetry = 0;
    int audit = 0;
    for (List<Move.Send> sent = drain(); !sent.isEmpty(); sent = drain()) {
      telemetry += (int) lanes(sent).stream().filter(Lane.TELEMETRY::equals).count();
      audit += (int) lanes(sent).stream().filter(Lane.AUDIT::equals).count();
      acknowledge(sent);
    }
    assertThat(telemetry).isEqualTo(OutboundWindow.UNCONFIRMED_MAX);
    assertThat(audit).as("the other lanes go on").isEqualTo(1);
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

  @Test
  void howLongTheServerHasConfirmedNothingIsKnownAcrossRepeats() throws Exception {
    append(Lane.CLINICAL, 2);
    acknowledge(drain());
    clock.advance(Duration.ofSeconds(40));
    List<Move.Send> again = drain();
    acknowledge(again);
    assertThat(window.unconfirmedMs(now())).isEqualTo(40_000);
    confirm(again.get(1).record());
    drain();
    assertThat(window.unconfirmedMs(now())).isZero();
  }

  /**
   * A world in which the broker loses acknowledged records, connections break, the server restarts
   * from what it stored, and confirmations are late: in the end the server has everything, without
   * a gap, and nothing left the journal that the server had not stored.
   */
  @Test
  void whateverGetsLostOnTheWayTheServerHasEverythingInTheEnd() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      MutableClock time = new MutableClock();
      MemoryJournal store = new MemoryJournal("gw", time);
      World world = new World(random, time, store);
      for (int step = 0; step < 400; step++) {
        world.step(step < 200);
      }
      assertThat(world.steps(10_000)).as("seed %d", seed).isTrue();
      store.close();
    }
  }

  private static final class World {
    private static final List<Lane> LANES = List.of(Lane.values());
    private final Random random;
    private final MutableClock time;
    private final MemoryJournal store;
    private final OutboundWindow window = new OutboundWindow(Timing.PRODUCT, 0, 0);
    private final Map<StreamId, TreeMap<Long, EventRecord>> server = new HashMap<>();
    private final List<Move.Send> atBroker = new ArrayList<>();
    private final Map<StreamId, Long> produced = new HashMap<>();
    private double loss = 0.2;

    World(Random random, MutableClock time, MemoryJournal store) {
      this.random = random;
      this.time = time;
      this.store = store;
    }

    /** Goes on without new events and without losses until all is confirmed. */
    boolean steps(int max) throws JournalException {
      loss = 0;
      for (int i = 0; i < max; i++) {
        step(false);
        if (store.streams().stream().allMatch(status -> status.storedCount() == 0)) {
          return produced.entrySet().stream()
              .allMatch(e -> contiguous(server.get(e.getKey())) == e.getValue());
        }
      }
      return false;
    }

    void step(boolean producing) throws JournalException {
      time.advance(Duration.ofMillis(random.nextInt(3_000)));
      if (producing) {
        Lane lane = LANES.get(random.nextInt(LANES.size()));
        EventRecord record = store.append(Event.of(nameIn(lane), Fields.builder().build())).join();
        produced.put(record.stream(), record.sequence());
      }
      if (random.nextDouble() < loss / 4) { // the connection breaks
        window.restart();
        atBroker.clear();
      }
      long now = time.read().monotonicMs();
      window.onStreams(store.streams(), now);
      publish(now);
      while (!atBroker.isEmpty() && random.nextInt(4) > 0) {
        Move.Send send = atBroker.remove(0);
        window.onAcknowledged(send.id(), now);
        if (random.nextDouble() >= loss) { // acknowledged, and yet it may not arrive
          server
              .computeIfAbsent(send.record().stream(), id -> new TreeMap<>())
              .put(send.record().sequence(), send.record());
        }
      }
      if (random.nextInt(5) == 0) {
        confirmAll();
      }
    }

    private void publish(long now) throws JournalException {
      while (true) {
        Move move = window.next(now);
        if (move instanceof Move.Send send) {
          atBroker.add(send);
        } else if (move instanceof Move.Read read) {
          window.onRead(read.stream(), store.read(read.stream(), read.after(), read.count()));
        } else {
          return;
        }
      }
    }

    private void confirmAll() throws JournalException {
      for (Map.Entry<StreamId, TreeMap<Long, EventRecord>> entry : server.entrySet()) {
        long upTo = contiguous(entry.getValue());
        if (upTo > 0) {
          store.confirm(entry.getKey(), upTo, entry.getValue().get(upTo).hash());
        }
      }
    }

    private static long contiguous(Map<Long, EventRecord> records) {
      long upTo = 0;
      while (records != null && records.containsKey(upTo + 1)) {
        upTo++;
      }
      return upTo;
    }
  }
}
