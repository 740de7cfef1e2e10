// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.event.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which streams have something to confirm, and when to: a signature costs milliseconds, so it is
 * made at most every 200 ms or every 500 records. Pure; told the time.
 */
final class ConfirmationBatch {
  static final Duration MAX_WAIT = Duration.ofMillis(200);
  static final int MAX_RECORDS = 500;

  /** What one message says at most; a gateway has four streams an epoch. */
  static final int MAX_STREAMS_PER_MESSAGE = 64;

  private final Map<String, Set<StreamId>> waiting = new TreeMap<>();
  private int records;
  private long sinceNanos;

  /** Something to confirm, again or for the first time. */
  void mark(StreamId stream, long nowNanos) {
    if (waiting.isEmpty()) {
      sinceNanos = nowNanos;
    }
    waiting.computeIfAbsent(stream.gateway(), gateway -> new LinkedHashSet<>()).add(stream);
    records++;
  }

  boolean isDue(long nowNanos) {
    return !waiting.isEmpty()
        && (records >= MAX_RECORDS || nowNanos - sinceNanos >= MAX_WAIT.toNanos());
  }

  /** How long until it is due; at most {@link #MAX_WAIT}, at least zero. */
  Duration untilDue(long nowNanos) {
    if (waiting.isEmpty()) {
      return MAX_WAIT;
    }
    if (records >= MAX_RECORDS) {
      return Duration.ZERO;
    }
    long left = MAX_WAIT.toNanos() - (nowNanos - sinceNanos);
    return Duration.ofNanos(Math.max(0, Math.min(left, MAX_WAIT.toNanos())));
  }

  /** What to say, one list a message; starts anew. */
  List<List<StreamId>> take() {
    List<List<StreamId>> messages = new ArrayList<>();
    for (Set<StreamId> streams : waiting.values()) {
      List<StreamId> all = List.copyOf(streams);
      for (int from = 0; from < all.size(); from += MAX_STREAMS_PER_MESSAGE) {
        messages.add(all.subList(from, Math.min(all.size(), from + MAX_STREAMS_PER_MESSAGE)));
      }
    }
    waiting.clear();
    records = 0;
    return messages;
  }
}
