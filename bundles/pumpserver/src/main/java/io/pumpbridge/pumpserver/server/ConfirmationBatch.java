// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.event.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which streams have something to confirm, and when to. A confirmation costs a signature here and a
 * check and a commit at the bedside, each of milliseconds, and nothing waits for it as long as a
 * gateway may go on sending: so one speaks for all that comes within 5 s, or within 200 ms of a
 * gateway that is sending a backlog. Signing for many gateways takes no more than half of the time
 * there is. Pure; told the time.
 */
final class ConfirmationBatch {
  /** While a gateway may go on sending. */
  static final Duration LONG_WAIT = Duration.ofSeconds(5);

  /** While it might soon have to stop. */
  static final Duration SHORT_WAIT = Duration.ofMillis(200);

  /** Half of what a stream may have unconfirmed when it begins. */
  static final int MANY = 128;

  /** Half of what a gateway in full flow may have unconfirmed: so many wait for nothing. */
  static final int MAX_RECORDS = 1_000;

  /** What one message says at most; a gateway has four streams an epoch. */
  static final int MAX_STREAMS_PER_MESSAGE = 64;

  private final Map<String, Waiting> gateways = new TreeMap<>();
  private long restUntilNanos;

  ConfirmationBatch(long nowNanos) {
    this.restUntilNanos = nowNanos;
  }

  /** Nothing is due before that is over. */
  void rest(Duration length, long nowNanos) {
    restUntilNanos = nowNanos + length.toNanos();
  }

  /** Something to confirm, again or for the first time. */
  void mark(StreamId stream, long nowNanos) {
    gateways.computeIfAbsent(stream.gateway(), gateway -> new Waiting(nowNanos)).add(stream);
  }

  boolean isDue(long nowNanos) {
    return untilDue(nowNanos).isZero(); // never so while there is nothing to say
  }

  /** How long until one is due; at least zero, and at most {@link #LONG_WAIT} unless it rests. */
  Duration untilDue(long nowNanos) {
    long wait =
        gateways.values().stream()
            .mapToLong(waiting -> waiting.nanosLeft(nowNanos))
            .reduce(LONG_WAIT.toNanos(), Math::min);
    return Duration.ofNanos(Math.max(0, Math.max(restUntilNanos - nowNanos, wait)));
  }

  /** What is due to be said, one list a message. */
  List<List<StreamId>> take(long nowNanos) {
    List<List<StreamId>> messages = new ArrayList<>();
    for (Iterator<Waiting> all = gateways.values().iterator(); all.hasNext(); ) {
      Waiting waiting = all.next();
      if (waiting.nanosLeft(nowNanos) <= 0) {
        messages.addAll(waiting.messages());
        all.remove();
      }
    }
    return messages;
  }

  /** What one gateway is to be told. */
  private static final class Waiting {
    private final long sinceNanos;
    private final Set<StreamId> streams = new LinkedHashSet<>();
    private int records;

    Waiting(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }

    void add(StreamId stream) {
      streams.add(stream);
      records++;
    }

    /** Until it is due; less than zero after that. */
    long nanosLeft(long nowNanos) {
      if (records >= MAX_RECORDS) {
        return 0;
      }
      Duration wait = records >= MANY ? SHORT_WAIT : LONG_WAIT;
      return sinceNanos + wait.toNanos() - nowNanos;
    }

    List<List<StreamId>> messages() {
      List<StreamId> all = List.copyOf(streams);
      List<List<StreamId>> messages = new ArrayList<>();
      for (int from = 0; from < all.size(); from += MAX_STREAMS_PER_MESSAGE) {
        messages.add(all.subList(from, Math.min(all.size(), from + MAX_STREAMS_PER_MESSAGE)));
      }
      return messages;
    }
  }
}
