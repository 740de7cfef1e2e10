// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pumps in a line of words, for people. */
final class PumpText {

  private PumpText() {}

  /** {@code alaris 8002-51740 (Alaris/Asena syringe pump), software Asena Rev 2.1.5}. */
  static String who(Map<String, Object> pump) {
    StringBuilder text = new StringBuilder(String.valueOf(pump.get("protocol")));
    text.append(' ').append(pump.getOrDefault("serial", "without serial number"));
    if (pump.containsKey("model")) {
      text.append(" (").append(pump.get("model")).append(')');
    }
    if (pump.containsKey("software")) {
      text.append(", software ").append(pump.get("software"));
    }
    if (pump.containsKey("place")) {
      text.append(", at ").append(pump.get("place"));
    }
    return text.toString();
  }

  /** {@code infusing 5.00 mL/h infused 0.969 mL ALARM Occlusion (high)}. */
  static String reading(Map<String, Object> observation) {
    List<String> words = new ArrayList<>();
    words.add(String.valueOf(observation.get("status")));
    quantity(words, "", observation.get("rate"));
    quantity(words, "infused ", observation.get("volume_infused"));
    quantity(words, "left ", observation.get("vtbi_remaining"));
    if (observation.containsKey("time_remaining")) {
      words.add("for " + observation.get("time_remaining"));
    }
    quantity(words, "pressure ", observation.get("pressure"));
    if (observation.containsKey("drug")) {
      words.add("drug " + observation.get("drug"));
    }
    if (observation.get("alarms") instanceof List<?> alarms) {
      for (Object each : alarms) {
        if (each instanceof Map<?, ?> alarm) {
          words.add("ALARM " + alarm.get("text") + " (" + alarm.get("priority") + ")");
        }
      }
    }
    return String.join("  ", words);
  }

  private static void quantity(List<String> words, String label, @Nullable Object quantity) {
    if (quantity instanceof Map<?, ?> given) {
      words.add(label + given.get("value") + " " + given.get("unit"));
    }
  }
}
