// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import java.util.ArrayList;
import java.util.List;

/** How long something took, again and again, in milliseconds. */
final class Times {
  private final List<Long> ms = new ArrayList<>();

  void add(long took) {
    ms.add(took);
    ms.sort(null);
  }

  int count() {
    return ms.size();
  }

  /** Half of them took no longer; the nearest rank. */
  long median() {
    return ms.get((ms.size() - 1) / 2);
  }

  long longest() {
    return ms.get(ms.size() - 1);
  }
}
