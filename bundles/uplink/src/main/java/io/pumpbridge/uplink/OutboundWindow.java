// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to send next. Pure: told the time, what the journal holds and what came back.
 *
 * <p>Alarms first, in order within each stream. Two limits: so many records in flight (opened by
 * PUBACK), and so many per stream that the server has not confirmed (opened only by the server).
 * The second bounds what is ever sent again, and lets a server that cannot keep up slow us down.
 */
final class OutboundWindow {
  /** Enough for 5000 records a second at 5 ms there and back; about 40 kB on the wire. */
  static final int IN_FLIGHT_MAX = 32;

  /** Kept free for alarms, so that none waits for the backlog of another lane. */
  static final int ALARM_RESERVE = 8;

  /** A server that confirms once a second then still drains 250 000 records in 5 minutes. */
  static final int UNCONFIRMED_MAX = 1024;

  /** Read from the journal at once; about 64 kB a stream. */
  static final int PAGE = 64;

  /** After the journal could not be read. */
  static final long UNREADABLE_PAUSE_MS = 5_000;

  /** What is to be done now. */
  sealed interface Move {
    /** Read this and call {@link #onRead} or {@link #onUnreadable}. */
    record Read(StreamId stream, long after, int count) implements Move {}

    /** Publish this; it is in flight from now on. */
    record Send(long id, EventRecord record) implements Move {}

    /** Nothing until something happens. */
    record Rest() implements Move {}
  }

  private record InFlight(StreamCursor cursor, StreamCursor.Sent sent, long sentMs) {}

  private final Timing timing;
  private final Map<Long, InFlight> inFlight = new LinkedHashMap<>(); // oldest first
  private List<StreamCursor> cursors = List.of();
  private long lastId;

  OutboundWindow(Timing timing) {
    this.timing = timing;
  }

  /**
   * A new connection: nothing is in flight, every stream starts at its first unconfirmed record.
   */
  void restart() {
    inFlight.clear();
    cursors = List.of();
  }

  /** How the journal stands; to be told after every append, every confirmation and every second. */
  void onStreams(List<StreamStatus> statuses, long nowMs) {
    Map<StreamId, StreamCursor> known = new LinkedHashMap<>();
    for (StreamCursor cursor : cursors) {
      known.put(cursor.stream(), cursor);
    }
    List<StreamCursor> next = new ArrayList<>(statuses.size());
    for (StreamStatus status : statuses) {
      StreamCursor cursor = known.get(status.stream());
      if (cursor == null) {
        cursor = new StreamCursor(status, timing, nowMs);
      }
      cursor.onStatus(status, nowMs);
      next.add(cursor);
    }
    next.sort(Comparator.comparing(cursor -> cursor.stream().lane())); // stable: oldest epoch first
    cursors = next;
  }

  Move next(long nowMs) {
    for (StreamCursor cursor : cursors) {
      cursor.rewindIfDue(nowMs);
      if (cursor.isPaused(nowMs) || cursor.isFull()) {
        continue;
      }
      Optional<EventRecord> ready = cursor.peek();
      if (ready.isEmpty()) {
        if (cursor.hasMoreToRead()) {
          return new Move.Read(cursor.stream(), cursor.readUpTo(), PAGE);
        }
      } else if (inFlight.size() < roomFor(cursor.stream().lane())) {
        lastId++;
        inFlight.put(lastId, new InFlight(cursor, cursor.onSent(), nowMs));
        return new Move.Send(lastId, ready.get());
      }
    }
    return new Move.Rest();
  }

  private static int roomFor(Lane lane) {
    return lane == Lane.ALARM ? IN_FLIGHT_MAX : IN_FLIGHT_MAX - ALARM_RESERVE;
  }

  /** What the journal returned; nothing means that what was there has given way. */
  void onRead(StreamId stream, List<EventRecord> records) {
    find(stream).ifPresent(cursor -> cursor.onRead(records));
  }

  /** The journal cannot read this stream just now; the others go on. */
  void onUnreadable(StreamId stream, long nowMs) {
    find(stream).ifPresent(cursor -> cursor.pauseUntil(nowMs + UNREADABLE_PAUSE_MS));
  }

  /**
   * The broker has it. That opens the window, and proves nothing about the server.
   *
   * @return whether it was one of ours
   */
  boolean onAcknowledged(long id, long nowMs) {
    InFlight message = inFlight.remove(id);
    if (message == null) {
      return false;
    }
    message.cursor().onAcknowledged(message.sent(), nowMs);
    return true;
  }

  /** The age of the oldest publish that the broker has not acknowledged; 0 if none waits. */
  long silenceMs(long nowMs) {
    return inFlight.isEmpty() ? 0 : nowMs - inFlight.values().iterator().next().sentMs();
  }

  /** Nothing is in flight; after {@link Move.Rest} that means: there is nothing to send. */
  boolean isIdle() {
    return inFlight.isEmpty();
  }

  /**
   * Per stream the newest record up to which the broker has acknowledged everything; only for
   * hospitals that take the broker's word for the server's ({@code confirm=broker}).
   */
  List<EventRecord> acknowledgedByBroker(long nowMs) {
    List<EventRecord> result = new ArrayList<>();
    for (StreamCursor cursor : cursors) {
      if (!cursor.isPaused(nowMs)) {
        cursor.lastAcknowledgedInOrder().ifPresent(result::add);
      }
    }
    return result;
  }

  /** For how long the broker has had a record that the server does not confirm; 0 if none. */
  long unconfirmedMs(long nowMs) {
    return cursors.stream().mapToLong(cursor -> cursor.unconfirmedMs(nowMs)).max().orElse(0);
  }

  private Optional<StreamCursor> find(StreamId stream) {
    return cursors.stream().filter(cursor -> cursor.stream().equals(stream)).findFirst();
  }
}
