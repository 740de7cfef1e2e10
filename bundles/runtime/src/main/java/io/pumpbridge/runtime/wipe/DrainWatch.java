// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import io.pumpbridge.runtime.launch.Draining;
import io.pumpbridge.runtime.launch.LaunchException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Waits until the server has everything, or no longer. */
public final class DrainWatch {
  private DrainWatch() {}

  /**
   * @param progress is told each time that the number changes
   * @return records that are left
   */
  public static long await(
      Draining draining, Duration limit, Consumer<Map<String, Object>> progress)
      throws LaunchException {
    long endNs = System.nanoTime() + limit.toNanos();
    Map<String, Object> standing = draining.standing();
    progress.accept(standing);
    long left = left(standing);
    while (left > 0 && System.nanoTime() < endNs) {
      standing = draining.standing();
      long now = left(standing);
      if (now != left) {
        progress.accept(standing);
      }
      left = now;
    }
    return left;
  }

  private static long left(Map<String, Object> standing) {
    return standing.get("undelivered") instanceof Number count ? count.longValue() : 0;
  }
}
