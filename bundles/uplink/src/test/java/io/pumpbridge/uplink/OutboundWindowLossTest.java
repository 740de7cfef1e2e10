// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
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
import org.junit.jupiter.api.Test;

/** What the window sends when everything around it fails at random. */
class OutboundWindowLossTest {
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
    /** One of each lane. */
    private static final List<EventName> NAMES =
        List.of(EventName.ALARM, EventName.DELIV_START, EventName.SAMPLE, EventName.BRIDGE_STARTED);

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
        EventName name = NAMES.get(random.nextInt(NAMES.size()));
        EventRecord record = store.append(Event.of(name, Fields.builder().build())).join();
        produced.put(record.stream(), record.sequence());
      }
      if (random.nextDouble() < loss / 4) { // the connection breaks
        long at = time.read().monotonicMs();
        window.restart(at, at + random.nextInt(60_000));
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
