// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.simulate;

import io.pumpbridge.simulators.live.LivePump;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import io.pumpbridge.simulators.pump.PumpSimulator.Truth;
import io.pumpbridge.simulators.script.Cue;
import io.pumpbridge.simulators.script.LineAction;
import io.pumpbridge.simulators.script.PanelAction;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A living pump and everything that can be done to it. Safe for many threads. */
final class PumpStage {
  private final LivePump pump;

  PumpStage(LivePump pump) {
    this.pump = pump;
  }

  /**
   * Does it.
   *
   * @return why it was not done, in a sentence; empty if it was
   */
  Optional<String> play(Cue cue) throws IOException {
    try {
      if (cue.action() instanceof PanelAction panel) {
        return pump.at((simulator, now) -> atPumps(simulator, cue.place(), panel, now));
      }
      if (cue.action() instanceof LineAction line) {
        line.on(pump);
      }
      return Optional.empty();
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      return Optional.of(sentence(e));
    }
  }

  /** Without a place at every pump of a rack; each that cannot do it says so. */
  private static Optional<String> atPumps(
      PumpSimulator simulator, Optional<String> place, PanelAction action, long nowMs) {
    List<Bedside> chosen = simulator.pumps().stream().filter(p -> isAt(p, place)).toList();
    if (chosen.isEmpty()) {
      return Optional.of(noSuchPlace(simulator, place.orElse("")));
    }
    String complaints =
        chosen.stream()
            .flatMap(bedside -> complaint(bedside, action, nowMs).stream())
            .distinct()
            .collect(Collectors.joining(" "));
    return complaints.isEmpty() ? Optional.empty() : Optional.of(complaints);
  }

  private static Optional<String> complaint(Bedside bedside, PanelAction action, long nowMs) {
    try {
      action.at(bedside, nowMs);
      return Optional.empty();
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      return Optional.of(sentence(e));
    }
  }

  /** What simulators complain in, clause or sentence, as a sentence. */
  static String sentence(RuntimeException complaint) {
    String text = String.valueOf(complaint.getMessage());
    String ended = text.endsWith(".") ? text : text + ".";
    return Character.toUpperCase(ended.charAt(0)) + ended.substring(1);
  }

  private static boolean isAt(Bedside bedside, Optional<String> place) {
    return place.map(bedside.place()::equals).orElse(true);
  }

  static String noSuchPlace(PumpSimulator simulator, String place) {
    String places =
        simulator.pumps().stream()
            .map(Bedside::place)
            .filter(known -> !known.isEmpty())
            .collect(Collectors.joining(", "));
    return places.isEmpty()
        ? "This pump stands alone; it has no place " + place + "."
        : "There is no pump at " + place + "; there are pumps at " + places + ".";
  }

  static boolean hasPlace(PumpSimulator simulator, String place) {
    return simulator.pumps().stream().anyMatch(bedside -> bedside.place().equals(place));
  }

  /** What is true of each pump, by its name for people. */
  Map<String, Truth> truths() {
    return pump.at(
        (simulator, now) -> {
          Map<String, Truth> truths = new LinkedHashMap<>();
          for (Bedside bedside : simulator.pumps()) {
            String name = bedside.place().isEmpty() ? "pump" : "[" + bedside.place() + "]";
            truths.put((name + " " + bedside.serialNumber()).strip(), bedside.truth(now));
          }
          return truths;
        });
  }

  long nowMs() {
    return pump.nowMs();
  }
}
