// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What is counted, written by the intake and read by anyone. */
final class Tally {
  private static final int MAX_REMEMBERED_FAULTS = 100; // the log has them all

  final AtomicLong received = new AtomicLong();
  final AtomicLong stored = new AtomicLong();
  final AtomicLong duplicates = new AtomicLong();
  final AtomicLong heldBack = new AtomicLong();
  final AtomicLong openGaps = new AtomicLong();
  final AtomicLong confirmations = new AtomicLong();
  final AtomicLong previews = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();
  private final Deque<String> recentFaults = new ArrayDeque<>();

  /** By gateway, for each of its streams. */
  private final Map<String, Map<StreamId, StreamPosition>> positions = new ConcurrentHashMap<>();

  void fault(String what) {
    faults.incrementAndGet();
    synchronized (recentFaults) {
      if (recentFaults.size() >= MAX_REMEMBERED_FAULTS) {
        recentFaults.removeFirst();
      }
      recentFaults.addLast(what);
    }
  }

  /** Only what is on the disk. */
  void reached(StreamPosition position) {
    StreamId stream = position.stream();
    positions
        .computeIfAbsent(stream.gateway(), gateway -> new ConcurrentHashMap<>())
        .put(stream, position);
  }

  Optional<StreamPosition> position(StreamId stream) {
    return Optional.ofNullable(positions.getOrDefault(stream.gateway(), Map.of()).get(stream));
  }

  Collection<StreamPosition> positions() {
    return positions.values().stream().flatMap(each -> each.values().stream()).toList();
  }

  /** The streams of one gateway of which something is stored. */
  Set<StreamId> streamsOf(String gateway) {
    return Set.copyOf(positions.getOrDefault(gateway, Map.of()).keySet());
  }

  Statistics snapshot() {
    List<String> words;
    synchronized (recentFaults) {
      words = List.copyOf(recentFaults);
    }
    return new Statistics(
        received.get(),
        stored.get(),
        duplicates.get(),
        heldBack.get(),
        openGaps.get(),
        faults.get(),
        confirmations.get(),
        previews.get(),
        positions().stream()
            .collect(Collectors.toMap(StreamPosition::stream, StreamPosition::sequence)),
        words);
  }
}
