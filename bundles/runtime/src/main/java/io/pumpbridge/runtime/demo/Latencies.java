// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Times in nanoseconds, and what they come to. */
final class Latencies {
  private static final double NS_PER_MS = 1_000_000.0;

  private final List<Long> valuesNs = new ArrayList<>();

  synchronized void add(long ns) {
    valuesNs.add(ns);
  }

  synchronized int count() {
    return valuesNs.size();
  }

  /**
   * The nearest-rank percentile in words.
   *
   * @param percent 1 to 100
   */
  synchronized String percentile(int percent) {
    if (valuesNs.isEmpty()) {
      return "not measured";
    }
    List<Long> sorted = new ArrayList<>(valuesNs);
    Collections.sort(sorted);
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return String.format(Locale.ROOT, "%.1f ms", sorted.get(rank - 1) / NS_PER_MS);
  }
}
