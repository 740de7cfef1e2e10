// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has just happened and cannot go yet, because its lane keeps its order and much lies before
 * it. Such a record is shown at once, out of turn, and comes again in its turn. Pure: told the
 * time.
 *
 * <p>Bounded: of each lane the newest few wait, for a few seconds; only so many a second go.
 */
final class LivePreviews {
  /** More than four pumps bring in a second when everything changes at once. */
  static final int WAITING_PER_LANE = 32;

  /** Of what happened without a line, per lane: of each of four pumps the newest sample. */
  static final int WAITING_AFTER_RETURN = 4;

  /** So long a record has to go in its turn; a fifth of what it may wait at most. */
  static final long DUE_MS = 200;

  /** What is older is news no more; a line that was away for so long is a backlog. */
  static final long EXPIRES_MS = 10_000;

  /** Some hundred times what four pumps bring; a storm must not double itself. */
  static final int PER_SECOND = 100;

  /** Most urgent first; once, because this is asked for every record that is sent. */
  private static final List<Lane> LANES = List.of(Lane.values());

  private record Waiting(StreamId stream, long sequence, long sinceMs) {}

  /** Those of one lane, oldest first, and since when none has gone in its turn. */
  private static final class Waiters {
    final Deque<Waiting> all = new ArrayDeque<>();
    long sinceMs;
  }

  /** One to be shown now. */
  record Due(StreamId stream, long sequence) {}

  private final Map<Lane, Waiters> waiting = new EnumMap<>(Lane.class);
  private final Map<StreamId, Long> known = new HashMap<>();
  private final RateLimit limit;
  private boolean begun;

  /**
   * None waits yet.
   *
   * @param perSecond the hospital's limit for everything, 0 for none; half of it is for previews,
   *     so that they never starve what they announce
   */
  LivePreviews(int perSecond, long nowMs) {
    this.limit =
        perSecond == 0
            ? RateLimit.of(PER_SECOND, nowMs)
            : RateLimit.halfOf(Math.min(perSecond, 2 * PER_SECOND), nowMs);
  }

  /** How the journal stands; what was there at the very first call is no news. */
  void onStreams(List<StreamStatus> statuses, long nowMs) {
    known.keySet().retainAll(statuses.stream().map(StreamStatus::stream).toList());
    for (StreamStatus status : statuses) {
      long last = status.lastSequence();
      Long before = known.put(status.stream(), last);
      long from = before != null ? before : begun ? 0 : last;
      for (long next = Math.max(from, last - WAITING_PER_LANE) + 1; next <= last; next++) {
        add(new Waiting(status.stream(), next, nowMs));
      }
    }
    begun = true;
    long oldest = nowMs - EXPIRES_MS;
    waiting.values().forEach(lane -> lane.all.removeIf(one -> one.sinceMs() < oldest));
  }

  private void add(Waiting one) {
    Waiters lane = of(one.stream().lane());
    if (lane.all.isEmpty()) {
      lane.sinceMs = one.sinceMs();
    } else if (lane.all.size() >= WAITING_PER_LANE) {
      lane.all.removeFirst();
    }
    lane.all.addLast(one);
  }

  private Waiters of(Lane lane) {
    return waiting.computeIfAbsent(lane, missing -> new Waiters());
  }

  /**
   * A new connection. What happened without one gets its chance to go in its turn, and all but the
   * newest of it is backlog now.
   */
  void restart(long nowMs) {
    for (Waiters lane : waiting.values()) {
      lane.sinceMs = nowMs;
      while (lane.all.size() > WAITING_AFTER_RETURN) {
        lane.all.removeFirst();
      }
    }
  }

  /** It went in its turn: everything up to it needs no showing. */
  void onSent(StreamId stream, long sequence) {
    Waiters lane = of(stream.lane());
    boolean went =
        lane.all.removeIf(one -> one.stream().equals(stream) && one.sequence() <= sequence);
    if (went && !lane.all.isEmpty()) {
      lane.sinceMs = Math.max(lane.sinceMs, lane.all.element().sinceMs());
    }
  }

  /**
   * The newest of the most urgent lane in which one has waited long enough, if it may go. A lane
   * that is stuck is stuck for the newest too.
   */
  Optional<Due> take(long nowMs) {
    for (Lane name : LANES) {
      Waiters lane = of(name);
      if (!lane.all.isEmpty() && nowMs - lane.sinceMs >= DUE_MS && limit.allows(nowMs)) {
        limit.take(nowMs);
        Waiting newest = lane.all.removeLast();
        return Optional.of(new Due(newest.stream(), newest.sequence()));
      }
    }
    return Optional.empty();
  }

  boolean isEmpty() {
    return waiting.values().stream().allMatch(lane -> lane.all.isEmpty());
  }
}
