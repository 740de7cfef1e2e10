// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All places of the rack that hold a pump, or did a moment ago. */
record Slots(SortedMap<BccPlace, Slot> places) {

  /** The slots afterwards, and what to tell. */
  record Told(Slots next, List<Effect> effects) {
    Told {
      effects = List.copyOf(effects);
    }
  }

  Slots {
    places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
  }

  static Slots none() {
    return new Slots(new TreeMap<>());
  }

  /** Takes what a block said of one place. */
  Told read(BccPlace place, Reading reading, BccVocabulary vocabulary, long nowMs) {
    Optional<String> error = reading.error();
    if (error.isPresent()) {
      return error(place, error.get());
    }
    if (!places.containsKey(place) && places.size() >= BccSettings.MAX_PLACES) {
      return new Told(this, List.of()); // no rack is that large; the rest of it is not looked at
    }
    Slot.Told told =
        places.getOrDefault(place, Slot.empty()).read(place, reading, vocabulary, nowMs);
    return new Told(with(place, Optional.of(told.next())), told.effects());
  }

  /** 39 comes once: the pump was taken out, or cannot be reached (page 15). */
  private Told error(BccPlace place, String code) {
    Slot slot = places.get(place);
    if (slot == null) {
      return new Told(this, List.of());
    }
    return code.equals(RackError.REMOVED)
        ? new Told(with(place, Optional.empty()), slot.lost(place, LossReason.REMOVED))
        : new Told(with(place, Optional.of(slot.inTrouble())), List.of());
  }

  /**
   * A cycle is over.
   *
   * @param why a pump that was not read is missing, unless the rack said that it cannot reach it
   */
  Told afterCycle(LossReason why) {
    SortedMap<BccPlace, Slot> next = new TreeMap<>();
    List<Effect> effects = new ArrayList<>();
    for (Map.Entry<BccPlace, Slot> entry : places.entrySet()) {
      BccPlace place = entry.getKey();
      Slot slot = entry.getValue();
      Optional<Slot> after = slot.afterCycle();
      after.ifPresent(one -> next.put(place, one));
      if (after.isEmpty()) {
        effects.addAll(slot.lost(place, slot.troubled() ? LossReason.SILENT : why));
      }
    }
    return new Told(new Slots(next), effects);
  }

  /** Nothing is followed any more. */
  List<Effect> lost(LossReason reason) {
    List<Effect> effects = new ArrayList<>();
    places.forEach((place, slot) -> effects.addAll(slot.lost(place, reason)));
    return effects;
  }

  boolean followsAny() {
    return places.values().stream().anyMatch(slot -> slot.pump().isPresent());
  }

  private Slots with(BccPlace place, Optional<Slot> slot) {
    SortedMap<BccPlace, Slot> next = new TreeMap<>(places);
    next.remove(place);
    slot.ifPresent(one -> next.put(place, one));
    return new Slots(next);
  }
}
