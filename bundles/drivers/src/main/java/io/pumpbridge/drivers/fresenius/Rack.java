// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.drivers.fresenius.FreseniusLine.Answered;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import io.pumpbridge.drivers.fresenius.PumpModule.Move;
import io.pumpbridge.drivers.fresenius.PumpModule.Waiting;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands behind the port: a base and its modules, or one pump alone.
 *
 * @param isBase whether a base answers
 * @param seen what the base said last about its slots, if that was new
 * @param vain how often in a row the base did not say
 * @param modules by place
 */
record Rack(boolean isBase, OptionalInt seen, int vain, SortedMap<String, PumpModule> modules) {

  Rack {
    modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
  }

  /** A base whose slots are not known yet. */
  static Rack base() {
    return new Rack(true, OptionalInt.empty(), 0, new TreeMap<>());
  }

  /** A pump without a base; its dialogue is open. */
  static Rack standalone() {
    String place = FreseniusMessages.STANDALONE;
    TreeMap<String, PumpModule> modules = new TreeMap<>();
    modules.put(place, new PumpModule.Identifying(place, Optional.empty()));
    return new Rack(false, OptionalInt.empty(), 0, modules);
  }

  /** The rack afterwards, what to do, and what to ask before anything else. */
  record Turn(Rack next, List<Effect> effects, List<Request> first) {
    Turn {
      effects = List.copyOf(effects);
      first = List.copyOf(first);
    }
  }

  Turn moved(Move move) {
    TreeMap<String, PumpModule> changed = new TreeMap<>(modules);
    changed.put(move.next().place(), move.next());
    return new Turn(new Rack(isBase, seen, vain, changed), move.effects(), move.first());
  }

  /** What a new round asks: the slots first, then each module in its order. */
  Turn round(long nowMs) {
    TreeMap<String, PumpModule> changed = new TreeMap<>();
    List<Request> requests = new ArrayList<>();
    if (isBase) {
      requests.add(Request.modules());
    }
    for (PumpModule module : modules.values()) {
      Move move = module.onRound(nowMs);
      changed.put(module.place(), move.next());
      requests.addAll(move.first());
    }
    return new Turn(new Rack(isBase, seen, vain, changed), List.of(), requests);
  }

  /** The base did not say which slots are occupied. */
  Rack withoutAnswer() {
    return new Rack(isBase, seen, vain + 1, modules);
  }

  boolean isLost() {
    return vain >= FreseniusSettings.POLLS_UNTIL_LOST;
  }

  /**
   * The base said which slots are occupied. A change counts when it is heard twice in a row; so it
   * is asked once more at once.
   */
  Turn onSlots(Answered answered, long nowMs) {
    int slots = slots(answered);
    if (slots < 0) {
      return new Turn(withoutAnswer(), List.of(), List.of());
    }
    if (slots == occupied()) {
      return new Turn(new Rack(isBase, OptionalInt.empty(), 0, modules), List.of(), List.of());
    }
    if (seen.isEmpty() || seen.getAsInt() != slots) {
      List<Request> again = seen.isEmpty() ? List.of(Request.modules()) : List.of();
      return new Turn(new Rack(isBase, OptionalInt.of(slots), 0, modules), List.of(), again);
    }
    return changedTo(slots, nowMs);
  }

  private Turn changedTo(int slots, long nowMs) {
    TreeMap<String, PumpModule> changed = new TreeMap<>();
    List<Effect> effects = new ArrayList<>();
    List<Request> first = new ArrayList<>();
    for (int slot = 1; slot <= FreseniusMessages.MAX_MODULES; slot++) {
      String place = Integer.toString(slot);
      PumpModule known = modules.get(place);
      boolean occupied = (slots >> (slot - 1) & 1) != 0;
      if (occupied && known == null) {
        changed.put(place, Waiting.from(place, nowMs));
        first.add(Request.open(place));
      } else if (occupied) {
        changed.put(place, known);
      } else if (known != null) {
        effects.addAll(known.onGone(LossReason.REMOVED));
      }
    }
    return new Turn(new Rack(isBase, OptionalInt.empty(), 0, changed), effects, first);
  }

  private int occupied() {
    int slots = 0;
    for (String place : modules.keySet()) {
      slots |= 1 << (Integer.parseInt(place) - 1);
    }
    return slots;
  }

  /** Bit n-1 stands for module n; bits without a digit to call them by are left out. */
  private static int slots(Answered answered) {
    String digits = answered.onlyValue();
    return digits.matches("[0-9A-Fa-f]{1,7}")
        ? Integer.parseInt(digits, 16) & ((1 << FreseniusMessages.MAX_MODULES) - 1)
        : -1;
  }

  boolean follows() {
    return modules.values().stream().anyMatch(FollowedModule.class::isInstance);
  }

  /** Whether the pump that stands alone has gone. */
  boolean hasLostItsOnlyPump() {
    return !isBase && modules.values().stream().anyMatch(Waiting.class::isInstance);
  }

  List<Effect> onGone(LossReason reason) {
    return modules.values().stream().flatMap(module -> module.onGone(reason).stream()).toList();
  }

  /** What to give back: the modules in their order, then the base. */
  List<Request> farewell() {
    List<Request> requests = new ArrayList<>();
    modules.values().forEach(module -> requests.addAll(module.farewell()));
    if (isBase) {
      requests.add(Request.close(FreseniusMessages.BASE));
    }
    return requests;
  }
}
