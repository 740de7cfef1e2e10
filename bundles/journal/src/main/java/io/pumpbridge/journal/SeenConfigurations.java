// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that were seen last, each as the hash of its value: enough to say by name what has
 * changed, and nothing to read a secret from. Pure.
 *
 * @param hashes by component, then by setting
 */
record SeenConfigurations(Map<String, Map<String, String>> hashes) {
  static final SeenConfigurations NONE = new SeenConfigurations(Map.of());

  /** Names of more settings than this are only counted. */
  private static final int MAX_NAMES = 64;

  SeenConfigurations {
    hashes = new TreeMap<>(hashes);
  }

  static SeenConfigurations parse(String text) throws DocumentException {
    Map<String, Map<String, String>> hashes = new TreeMap<>();
    try {
      Fields.from(JSON.std.mapFrom(text))
          .toTree()
          .forEach(
              (component, settings) -> {
                Map<String, String> names = new TreeMap<>();
                if (settings instanceof Map<?, ?> map) {
                  map.forEach(
                      (name, hash) -> names.put(String.valueOf(name), String.valueOf(hash)));
                }
                hashes.put(component, names);
              });
    } catch (IOException e) {
      throw new DocumentException("$", "is no JSON object");
    }
    return new SeenConfigurations(hashes);
  }

  String toText() {
    Fields.Builder fields = Fields.builder();
    hashes.forEach(
        (component, settings) -> {
          Fields.Builder names = Fields.builder();
          settings.forEach(names::put);
          fields.put(component, names.build());
        });
    return fields.build().toString();
  }

  /** What somebody sets; what the framework adds about where it came from is nobody's setting. */
  static Map<String, String> hashesOf(Map<String, Object> properties) {
    Map<String, String> hashes = new TreeMap<>();
    properties.forEach(
        (name, value) -> {
          boolean frameworks =
              name.startsWith("service.")
                  || name.startsWith("component.")
                  || name.startsWith("felix.")
                  || name.startsWith("kura.")
                  || name.startsWith(":");
          if (!frameworks) {
            hashes.put(name, EventRecord.hashOf(Bytes.of(text(value), StandardCharsets.UTF_8)));
          }
        });
    return hashes;
  }

  private static String text(Object value) {
    if (!value.getClass().isArray()) {
      return value.getClass().getName() + ' ' + value;
    }
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < Array.getLength(value); i++) {
      String one = String.valueOf(Array.get(value, i));
      all.append(one.length()).append(':').append(one); // so that no two lists read the same
    }
    return value.getClass().getName() + ' ' + all;
  }

  SeenConfigurations with(String component, Map<String, String> now) {
    Map<String, Map<String, String>> all = new TreeMap<>(hashes);
    all.put(component, now);
    return new SeenConfigurations(all);
  }

  /** Empty if these are the settings that were seen last. */
  Optional<Event> change(String component, Map<String, String> now) {
    Map<String, String> before = hashes.getOrDefault(component, Map.of());
    if (before.equals(now)) {
      return Optional.empty();
    }
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    now.forEach(
        (name, hash) -> {
          if (!before.containsKey(name)) {
            added.add(name);
          } else if (!hash.equals(before.get(name))) {
            changed.add(name);
          }
        });
    List<String> removed = before.keySet().stream().filter(name -> !now.containsKey(name)).toList();
    return Optional.of(
        Event.of(
            EventName.CONFIGURATION_CHANGED,
            Fields.builder()
                .put("component", component)
                .put("first_seen", !hashes.containsKey(component))
                .putTexts("added", firstOf(added))
                .putTexts("changed", firstOf(changed))
                .putTexts("removed", firstOf(removed))
                .build()));
  }

  private static List<String> firstOf(List<String> names) {
    return names.subList(0, Math.min(names.size(), MAX_NAMES));
  }
}
