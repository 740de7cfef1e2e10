// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.model.event.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events that wait for the disk, most urgent lane first; before them all, the alarms that the
 * disk has refused. Only while {@link Intake}'s lock is held.
 */
final class Waiting {
  private final Map<Lane, ArrayDeque<Pending>> queues = new EnumMap<>(Lane.class);
  private final ArrayDeque<Pending> refused = new ArrayDeque<>();

  Waiting() {
    for (Lane lane : Lane.values()) {
      queues.put(lane, new ArrayDeque<>());
    }
  }

  void add(Pending entry) {
    queue(entry.event().lane()).add(entry);
  }

  /** They go first with the next attempt; if they are too many, the newest stay. */
  List<Pending> keepRefused(List<Pending> alarms) {
    List<Pending> left = new ArrayList<>();
    refused.addAll(alarms);
    while (refused.size() > Intake.ALARM_RESERVE) {
      left.add(refused.remove());
    }
    return left;
  }

  boolean hasRefused() {
    return !refused.isEmpty();
  }

  int refused() {
    return refused.size();
  }

  int samples() {
    return queue(Lane.TELEMETRY).size();
  }

  /** Without what was refused. */
  int size() {
    int size = 0;
    for (ArrayDeque<Pending> queue : queues.values()) {
      size += queue.size();
    }
    return size;
  }

  Optional<Pending> oldest(Lane lane) {
    return Optional.ofNullable(queue(lane).peek());
  }

  List<Pending> take(int limit) {
    List<Pending> entries = new ArrayList<>(Math.min(limit, refused.size() + size()));
    move(refused, entries, limit);
    for (ArrayDeque<Pending> queue : queues.values()) { // in the order of the lanes
      move(queue, entries, limit);
    }
    return entries;
  }

  private static void move(ArrayDeque<Pending> from, List<Pending> to, int limit) {
    while (!from.isEmpty() && to.size() < limit) {
      to.add(from.remove());
    }
  }

  private ArrayDeque<Pending> queue(Lane lane) {
    return queues.computeIfAbsent(lane, missing -> new ArrayDeque<>());
  }
}
