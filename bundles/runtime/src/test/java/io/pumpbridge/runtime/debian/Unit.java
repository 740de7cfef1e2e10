// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.debian;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of a systemd unit (systemd.syntax(7), without continued lines). */
record Unit(Map<String, List<String>> settings) {

  static Unit parse(String text) {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (!line.startsWith("#") && equals > 0) {
        settings
            .computeIfAbsent(line.substring(0, equals), name -> new ArrayList<>())
            .add(line.substring(equals + 1));
      }
    }
    return new Unit(settings);
  }

  List<String> all(String name) {
    return settings.getOrDefault(name, List.of());
  }

  /** Of a setting that is there once. */
  String one(String name) {
    return all(name).size() == 1 ? all(name).get(0) : name + " is there " + all(name).size() + "×";
  }
}
