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
 * <p>Alarms first, in order within each stream. Three limits: so many records in flight (opened by
 * PUBACK, {@link AdaptiveWindow}), so many per stream that the server has not confirmed (opened
 * only by the server), and what the hospital sets ({@link RateLimit}). The second bounds what is
 * ever sent again, and lets a server that cannot keep up slow us down. What has just happened is
 * shown at once if it cannot go in its turn ({@link LivePreviews}). After a loss samples wait for a
 * while, so that others come back before them ({@link MakingWay}).
 */
final class OutboundWindow {
  /** On top of the window, for alarms, so that none waits for the backlog of another lane. */
  static final int ALARM_RESERVE = 8;

  /** All lanes but the alarms'; of ordinary records a full window is 150 kB. */
  static final long IN_FLIGHT_BYTES_MAX = 1_048_576;

  /**
   * Of one stream, until the server has confirmed so many; then twice as many each time. A server
   * that has just started takes its time, and what is live queues behind what it was sent.
   */
  static final int UNCONFIRMED_FIRST = 256;

  /**
   * A server that confirms once a second then has 2000 records a second and drains seven days of
   * four pumps (260 000) in little more than two minutes; and as much may queue at a server that is
   * slower than its broker, with what is live behind it. Only number and hash are remembered: 0.3
   * MB.
   */
  static final int UNCONFIRMED_MAX = 2_048;

  /** What one stream may ever have to send again, if records are unusually large. */
  static final long UNCONFIRMED_BYTES_MAX = 4L * 1_048_576;

  /** Handed over and not yet written to the line: a line that stands still gets no more of them. */
  static final int PREVIEWS_IN_FLIGHT_MAX = 8;

  /**
   * Read from the journal at once: some 100 kB a stream, 2 MB if records are as large as they may
   * be. What a page costs by itself is then a fiftieth of what its records do.
   */
  static final int PAGE = 128;

  /** After the journal could not be read. */
  static final long UNREADABLE_PAUSE_MS = 5_000;

  /** What is to be done now. */
  sealed interface Move {
    /** Read this and call {@link #onRead} or {@link #onUnreadable}. */
    record Read(StreamId stream, long after, int count) implements Move {}

    /** Publish this; it is in flight from now on. */
    record Send(long id, EventRecord record) implements Move {}

    /** Read and show this record out of turn; {@link #onAcknowledged} once it is on the line. */
    record Preview(long id, StreamId stream, long sequence) implements Move {}

    /** Nothing until something happens. */
    record Rest() implements Move {}
  }

  private record InFlight(StreamCursor cursor, StreamCursor.Sent sent, long sentMs) {}

  private final Timing timing;
  private final RateLimit limit;
  private final LivePreviews previews;
  private final MakingWay way = new MakingWay();
  private final Map<Long, InFlight> inFlight = new LinkedHashMap<>(); // oldest first
  private final Map<Long, Long> previewsInFlight = new LinkedHashMap<>(); // since when
  private AdaptiveWindow window = new AdaptiveWindow();
  private List<StreamCursor> cursors = List.of();
  private long inFlightBytes;
  private long lastId;
  private boolean limited;

  /**
   * Nothing is known yet.
   *
   * @param perSecond the hospital's limit, 0 for none
   */
  OutboundWindow(Timing timing, int perSecond, long nowMs) {
    this.timing = timing;
    this.limit = RateLimit.of(perSecond, nowMs);
    this.previews = new LivePreviews(perSecond, nowMs);
  }

  /**
   * A new connection: nothing is in flight, every stream starts at its first unconfirmed record.
   *
   * @param othersComeUntilMs until when others may call, if this is not the first connection
   */
  void restart(long nowMs, long othersComeUntilMs) {
    way.restart(othersComeUntilMs);
    previews.restart(nowMs);
    inFlight.clear();
    inFlightBytes = 0;
    previewsInFlight.clear();
    cursors = List.of();
    window = new AdaptiveWindow(); // it may be another broker, another network
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
    previews.onStreams(statuses, nowMs);
  }

  Move next(long nowMs) {
    limited = false;
    way.onTime(nowMs);
    return next(nowMs, true)
        .or(() -> preview(nowMs))
        .or(() -> next(nowMs, false))
        .orElseGet(Move.Rest::new);
  }

  private Optional<Move> next(long nowMs, boolean alarms) {
    for (StreamCursor cursor : cursors) {
      if (alarms == (cursor.stream().lane() == Lane.ALARM)) {
        Optional<Move> move = next(cursor, nowMs);
        if (move.isPresent()) {
          return move;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Move> next(StreamCursor cursor, long nowMs) {
    cursor.rewindIfDue(nowMs);
    if (cursor.isPaused(nowMs)
        || cursor.isFull()
        || way.holdsBack(cursor.stream().lane(), !inFlight.isEmpty(), nowMs)) {
      return Optional.empty();
    }
    Optional<EventRecord> ready = cursor.peek();
    if (ready.isEmpty()) {
      return cursor.hasMoreToRead()
          ? Optional.of(new Move.Read(cursor.stream(), cursor.readUpTo(), PAGE))
          : Optional.empty();
    }
    return maySend(cursor.stream().lane(), nowMs)
        ? Optional.of(send(cursor, ready.get(), nowMs))
        : Optional.empty();
  }

  /** Alarms do not wait for the limit; they only count. */
  private boolean maySend(Lane lane, long nowMs) {
    boolean alarm = lane == Lane.ALARM;
    if (inFlight.size() >= window.size() + (alarm ? ALARM_RESERVE : 0)
        || (!alarm && inFlightBytes >= IN_FLIGHT_BYTES_MAX)) {
      window.onFull(nowMs);
      return false;
    }
    limited = !alarm && !limit.allows(nowMs);
    return !limited;
  }

  private Move send(StreamCursor cursor, EventRecord record, long nowMs) {
    lastId++;
    limit.take(nowMs);
    StreamCursor.Sent sent = cursor.onSent();
    inFlight.put(lastId, new InFlight(cursor, sent, nowMs));
    inFlightBytes += sent.bytes();
    previews.onSent(cursor.stream(), record.sequence());
    return new Move.Send(lastId, record);
  }

  private Optional<Move> preview(long nowMs) {
    if (previewsInFlight.size() >= PREVIEWS_IN_FLIGHT_MAX) {
      return Optional.empty();
    }
    Optional<LivePreviews.Due> due = previews.take(nowMs);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    lastId++;
    limit.take(nowMs);
    previewsInFlight.put(lastId, nowMs);
    return Optional.of(new Move.Preview(lastId, due.get().stream(), due.get().sequence()));
  }

  /** Whether only time is needed for something to go: somebody should look again soon. */
  boolean isWaitingForTime() {
    return limited || !previews.isEmpty();
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
   * The broker has it. That opens the window, and proves nothing about the server. Of a preview: it
   * is on the line.
   *
   * @return whether it was a record of ours
   */
  boolean onAcknowledged(long id, long nowMs) {
    InFlight message = inFlight.remove(id);
    if (message == null) {
      previewsInFlight.remove(id);
      return false;
    }
    way.onAcknowledged();
    inFlightBytes -= message.sent().bytes();
    message.cursor().onAcknowledged(message.sent(), nowMs);
    window.onAcknowledged(message.sentMs(), nowMs);
    return true;
  }

  /** The age of the oldest publish that the broker has not acknowledged; 0 if none waits. */
  long silenceMs(long nowMs) {
    long since = nowMs;
    if (!inFlight.isEmpty()) {
      since = inFlight.values().iterator().next().sentMs();
    }
    if (!previewsInFlight.isEmpty()) {
      since = Math.min(since, previewsInFlight.values().iterator().next());
    }
    return nowMs - since;
  }

  /** For whoever watches it. */
  int inFlightLimit() {
    return window.size();
  }

  /** Nothing is in flight; after {@link Move.Rest} that means: there is nothing to send. */
  boolean isIdle() {
    return inFlight.isEmpty();
  }

  /**
   * Per stream the newest record up to which the broker has acknowledged everything; only for
   * hospitals that take the broker's word for the server's ({@code confirm=broker}).
   */
  List<StreamCursor.Reached> acknowledgedByBroker(long nowMs) {
    List<StreamCursor.Reached> result = new ArrayList<>();
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
