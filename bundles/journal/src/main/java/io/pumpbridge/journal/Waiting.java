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
  /** From so many refused alarms on, too little of a batch is left for what waits behind them. */
  private static final int CROWD = Intake.BATCH_LIMIT / 2;

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

  /**
   * Keeps the alarms of a failed attempt: they go first, in their order, with the next one. Once
   * those that are kept take half of a batch, what waits behind them shares their fate, one batch
   * of it for each attempt: it would hardly get its own, and its callers must hear of it. If they
   * are too many, the newest stay.
   *
   * @return what is not kept
   */
  List<Pending> keepAlarms(List<Pending> failed) {
    List<Pending> left = new ArrayList<>();
    List<Pending> alarms = alarms(failed, left);
    for (int i = alarms.size() - 1; i >= 0; i--) {
      refused.addFirst(alarms.get(i));
    }
    if (refused.size() >= CROWD) {
      refused.addAll(alarms(takeNew(Intake.BATCH_LIMIT), left));
    }
    while (refused.size() > Intake.ALARM_RESERVE) {
      left.add(refused.remove());
    }
    return left;
  }

  private static List<Pending> alarms(List<Pending> entries, List<Pending> others) {
    List<Pending> alarms = new ArrayList<>();
    for (Pending entry : entries) {
      (entry.event().lane() == Lane.ALARM ? alarms : others).add(entry);
    }
    return alarms;
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
    return fill(entries, limit);
  }

  private List<Pending> takeNew(int limit) {
    return fill(new ArrayList<>(), limit);
  }

  private List<Pending> fill(List<Pending> entries, int limit) {
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
