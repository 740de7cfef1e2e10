// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.OutboundWindow.Move;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A journal of any size, a line, a broker that works off so many a second, and a pump server that
 * confirms now and then; all in virtual time, in steps of a millisecond. The journal's records are
 * made when they are read.
 */
final class DrainWorld {
  /** As the uplink's thread is woken when only time is waited for. */
  private static final long TICK_MS = 100;

  private static final Bytes BODY = Bytes.of("x".repeat(500), StandardCharsets.UTF_8);

  private record Flying(long id, StreamId stream, long sequence, boolean preview, double doneMs) {}

  private record Key(Lane lane, long sequence) {}

  private final OutboundWindow window;
  private final Map<Lane, Long> last = new EnumMap<>(Lane.class);
  private final Map<Lane, Long> confirmed = new EnumMap<>(Lane.class);
  private final Map<Lane, Long> stored = new EnumMap<>(Lane.class);
  private final Map<Key, Long> live = new HashMap<>(); // not yet at the server: since when
  private final Deque<Flying> flying = new ArrayDeque<>();
  private final Map<Lane, TreeMap<Long, Boolean>> ahead = new EnumMap<>(Lane.class);
  private final double workMs;
  private final long pathMs;
  private final long confirmEveryMs;
  private double busyUntilMs;
  private long nowMs;
  private boolean awake = true;

  long longestLiveMs;
  long previews;
  long records;

  DrainWorld(int perSecondLimit, double brokerPerSecond, long pathMs, long confirmEveryMs) {
    this.window = new OutboundWindow(Timing.PRODUCT, perSecondLimit, 0);
    this.workMs = 1_000 / brokerPerSecond;
    this.pathMs = pathMs;
    this.confirmEveryMs = confirmEveryMs;
    for (Lane lane : Lane.values()) {
      last.put(lane, 0L);
      confirmed.put(lane, 0L);
      stored.put(lane, 0L);
      ahead.put(lane, new TreeMap<>());
    }
  }

  /** What is there before the connection. */
  DrainWorld backlog(Lane lane, long count) {
    last.put(lane, count);
    return this;
  }

  void connect() {
    window.restart(nowMs, nowMs);
    window.onStreams(statuses(), nowMs);
  }

  long now() {
    return nowMs;
  }

  long storedIn(Lane lane) {
    return stored.get(lane);
  }

  boolean isEmpty() {
    return last.equals(confirmed);
  }

  int inFlightLimit() {
    return window.inFlightLimit();
  }

  /** Those that the server still has not seen, and for how long. */
  long oldestUnseenMs() {
    return live.values().stream().mapToLong(since -> nowMs - since).max().orElse(0);
  }

  /** Something happens, and is durable now. */
  void append(Lane lane) {
    long sequence = last.merge(lane, 1L, Long::sum);
    live.put(new Key(lane, sequence), nowMs);
    window.onStreams(statuses(), nowMs);
    awake = true;
  }

  private List<StreamStatus> statuses() {
    List<StreamStatus> statuses = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      long end = last.get(lane);
      long done = confirmed.get(lane);
      statuses.add(new StreamStatus(stream(lane), end, done, end - done));
    }
    return statuses;
  }

  private static StreamId stream(Lane lane) {
    return new StreamId("gw", "e", lane);
  }

  /** One millisecond. */
  void step() {
    nowMs++;
    while (!flying.isEmpty() && flying.peek().doneMs() <= nowMs) {
      arrive(flying.remove());
    }
    if (nowMs % confirmEveryMs == 0) {
      confirmed.putAll(stored);
      window.onStreams(statuses(), nowMs);
      awake = true;
    }
    if (awake || nowMs % TICK_MS == 0) {
      awake = false;
      publish();
    }
  }

  private void arrive(Flying message) {
    Lane lane = message.stream().lane();
    Long since = live.remove(new Key(lane, message.sequence()));
    if (since != null) {
      longestLiveMs = Math.max(longestLiveMs, nowMs - since);
    }
    if (message.preview()) {
      return;
    }
    TreeMap<Long, Boolean> waiting = ahead.get(lane);
    waiting.put(message.sequence(), true);
    while (waiting.remove(stored.get(lane) + 1) != null) {
      stored.merge(lane, 1L, Long::sum);
    }
    window.onAcknowledged(message.id(), nowMs);
    awake = true;
  }

  private void publish() {
    while (true) {
      Move move = window.next(nowMs);
      if (move instanceof Move.Send send) {
        records++;
        fly(send.id(), send.record().stream(), send.record().sequence(), false);
      } else if (move instanceof Move.Preview preview) {
        previews++;
        fly(preview.id(), preview.stream(), preview.sequence(), true);
        window.onAcknowledged(preview.id(), nowMs);
      } else if (move instanceof Move.Read read) {
        window.onRead(read.stream(), records(read));
      } else {
        return;
      }
    }
  }

  private void fly(long id, StreamId stream, long sequence, boolean preview) {
    busyUntilMs =
        Math.max(busyUntilMs, (double) nowMs) + workMs; // the broker takes one after the other
    flying.add(new Flying(id, stream, sequence, preview, busyUntilMs + pathMs));
  }

  private List<EventRecord> records(Move.Read read) {
    List<EventRecord> records = new ArrayList<>();
    long end = Math.min(last.get(read.stream().lane()), read.after() + read.count());
    for (long sequence = read.after() + 1; sequence <= end; sequence++) {
      records.add(new EventRecord(read.stream(), sequence, "", "", BODY));
    }
    return records;
  }
}
