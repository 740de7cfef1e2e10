// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * What the site has set.
 *
 * @param families enabled protocol families, in the order in which a port is tried; no duplicates
 * @param pollIntervalMs 250 to 10000
 */
record Settings(List<String> families, int pollIntervalMs) {

  /** Faster than this a pump at 38400 baud would do little but answer. */
  static final int MIN_POLL_INTERVAL_MS = 250;

  /** Slower than this a nurse would be told too late. */
  static final int MAX_POLL_INTERVAL_MS = 10_000;

  Settings {
    LinkedHashSet<String> once = new LinkedHashSet<>();
    for (String family : families) {
      if (!family.isBlank()) {
        once.add(family.strip());
      }
    }
    families = List.copyOf(once);
    if (families.isEmpty()) {
      throw new IllegalArgumentException("families: at least one pump family must be enabled");
    }
    if (pollIntervalMs < MIN_POLL_INTERVAL_MS || pollIntervalMs > MAX_POLL_INTERVAL_MS) {
      throw new IllegalArgumentException(
          "poll_interval_ms must be "
              + MIN_POLL_INTERVAL_MS
              + " to "
              + MAX_POLL_INTERVAL_MS
              + ", is "
              + pollIntervalMs);
    }
  }
}
