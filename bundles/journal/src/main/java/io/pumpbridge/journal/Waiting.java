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
 * The events that wait for the disk, most urgent lane first; before those of their lane, the alarms
 * and clinical events that the disk has refused: nobody would tell of them again. Only while {@link
 * Intake}'s lock is held.
 */
final class Waiting {
  /** How many are kept that the disk has refused, by lane; of the others none. */
  private static final Map<Lane, Integer> KEPT =
      Map.of(Lane.ALARM, Intake.ALARM_RESERVE, Lane.CLINICAL, Intake.BATCH_LIMIT);

  /** From so many refused ones on, too little of a batch is left for what waits behind them. */
  private static final int CROWD = Intake.BATCH_LIMIT / 2;

  private final Map<Lane, ArrayDeque<Pending>> queues = new EnumMap<>(Lane.class);
  private final Map<Lane, ArrayDeque<Pending>> refused = new EnumMap<>(Lane.class);

  Waiting() {
    for (Lane lane : Lane.values()) {
      queues.put(lane, new ArrayDeque<>());
      refused.put(lane, new ArrayDeque<>());
    }
  }

  void add(Pending entry) {
    queue(queues, entry).add(entry);
  }

  /**
   * Keeps the alarms and clinical events of a failed attempt: they go first in their lane, in their
   * order, with the next one. Once those that are kept take half of a batch, what waits behind them
   * shares their fate, one batch of it for each attempt: it would hardly get its own, and its
   * callers must hear of it. If they are too many, the newest stay.
   *
   * @return what is not kept
   */
  List<Pending> keepRefused(List<Pending> failed) {
    List<Pending> left = new ArrayList<>();
    List<Pending> again = kept(failed, left);
    for (int i = again.size() - 1; i >= 0; i--) {
      queue(refused, again.get(i)).addFirst(again.get(i));
    }
    if (refused() >= CROWD) {
      kept(takeNew(Intake.BATCH_LIMIT), left).forEach(entry -> queue(refused, entry).add(entry));
    }
    KEPT.forEach(
        (lane, most) -> {
          while (queue(refused, lane).size() > most) {
            left.add(queue(refused, lane).remove());
          }
        });
    return left;
  }

  private static List<Pending> kept(List<Pending> entries, List<Pending> others) {
    List<Pending> kept = new ArrayList<>();
    for (Pending entry : entries) {
      (KEPT.containsKey(entry.event().lane()) ? kept : others).add(entry);
    }
    return kept;
  }

  boolean hasRefused() {
    return refused() > 0;
  }

  int refused() {
    return count(refused);
  }

  int samples() {
    return queue(queues, Lane.TELEMETRY).size();
  }

  /** Without what was refused. */
  int size() {
    return count(queues);
  }

  Optional<Pending> oldest(Lane lane) {
    return Optional.ofNullable(queue(queues, lane).peek());
  }

  List<Pending> take(int limit) {
    List<Pending> entries = new ArrayList<>(Math.min(limit, refused() + size()));
    for (Lane lane : Lane.values()) { // in the order of the lanes
      move(queue(refused, lane), entries, limit);
      move(queue(queues, lane), entries, limit);
    }
    return entries;
  }

  private List<Pending> takeNew(int limit) {
    List<Pending> entries = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      move(queue(queues, lane), entries, limit);
    }
    return entries;
  }

  private static int count(Map<Lane, ArrayDeque<Pending>> queues) {
    int count = 0;
    for (ArrayDeque<Pending> queue : queues.values()) {
      count += queue.size();
    }
    return count;
  }

  private static void move(ArrayDeque<Pending> from, List<Pending> to, int limit) {
    while (!from.isEmpty() && to.size() < limit) {
      to.add(from.remove());
    }
  }

  private static ArrayDeque<Pending> queue(Map<Lane, ArrayDeque<Pending>> queues, Pending entry) {
    return queue(queues, entry.event().lane());
  }

  private static ArrayDeque<Pending> queue(Map<Lane, ArrayDeque<Pending>> queues, Lane lane) {
    return queues.computeIfAbsent(lane, missing -> new ArrayDeque<>());
  }
}
