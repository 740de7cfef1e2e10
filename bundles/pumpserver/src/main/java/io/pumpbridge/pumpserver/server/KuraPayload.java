// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.measure.Bytes;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a Kura message carries.
 *
 * @param timestamp milliseconds since 1970
 * @param metrics by name: {@code String}, {@code Long}, {@code Integer}, {@code Boolean}, {@code
 *     Double}, {@code Float} or {@link Bytes}
 * @param body empty if there is none
 */
record KuraPayload(Optional<Long> timestamp, Map<String, Object> metrics, Bytes body) {

  KuraPayload {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  /** Empty also if there is a metric of this name that is no text. */
  Optional<String> findText(String name) {
    return metrics.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Optional<Long> findLong(String name) {
    return metrics.get(name) instanceof Long whole ? Optional.of(whole) : Optional.empty();
  }

  Optional<Integer> findInt(String name) {
    return metrics.get(name) instanceof Integer whole ? Optional.of(whole) : Optional.empty();
  }
}
