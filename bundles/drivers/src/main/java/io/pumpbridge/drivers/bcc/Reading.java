// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.bcc.BccMessages.Quadruple;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one block says of one place, or of the rack.
 *
 * @param values by key, as they came
 */
record Reading(Map<String, String> values) {

  /**
   * "No value", and "not available" since BCC 3.36 (page 11): neither is zero, so both are absent.
   */
  private static final List<String> NO_VALUE = List.of("_NV", "_NA", "");

  /** The refusal of a request or the trouble of a pump (page 15). */
  static final String ERROR = "GNERR";

  private static final Pattern ERROR_CODE = Pattern.compile("\\d{1,5}");

  Reading {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What a block says, sorted by place; a key that comes twice counts as it came last. */
  static Map<Optional<BccPlace>, Reading> byPlace(List<Quadruple> quadruples) {
    Map<Optional<BccPlace>, Map<String, String>> sorted = new LinkedHashMap<>();
    for (Quadruple one : quadruples) {
      sorted.computeIfAbsent(one.place(), p -> new LinkedHashMap<>()).put(one.key(), one.value());
    }
    Map<Optional<BccPlace>, Reading> readings = new LinkedHashMap<>();
    sorted.forEach((place, values) -> readings.put(place, new Reading(values)));
    return readings;
  }

  /** The value without the CR that ends some texts (page 17); empty if there is none. */
  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key))
        .map(String::strip)
        .filter(value -> !NO_VALUE.contains(value));
  }

  /** Whether the rack names the key and does not know its value now. */
  boolean lacksValueOf(String key) {
    return has(key) && value(key).isEmpty();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The error code, if this is one. */
  Optional<String> error() {
    return value(ERROR).filter(code -> ERROR_CODE.matcher(code).matches());
  }
}
