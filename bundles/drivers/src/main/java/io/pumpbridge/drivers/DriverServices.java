// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.model.driver.PumpDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The drivers that are registered as services. What has not changed stays registered, so that its
 * sessions go on. Not safe for threads.
 */
final class DriverServices {

  private record Running(Wish wish, Runnable end) {}

  private final Function<PumpDriver, Runnable> registrar;
  private final Map<String, Running> running = new TreeMap<>();

  /**
   * @param registrar registers a driver and answers what ends that
   */
  DriverServices(Function<PumpDriver, Runnable> registrar) {
    this.registrar = registrar;
  }

  /**
   * All or nothing: the old drivers stay if one of the new cannot be made.
   *
   * @param wishes by protocol
   * @throws IllegalArgumentException if one cannot be made
   */
  void replaceWith(Map<String, Wish> wishes) {
    Map<String, PumpDriver> made = new HashMap<>();
    wishes.forEach(
        (protocol, wish) -> {
          if (!isRunning(protocol, wish)) {
            made.put(protocol, wish.driver());
          }
        });
    List<String> gone = new ArrayList<>(running.keySet());
    gone.removeIf(protocol -> wishes.containsKey(protocol) && !made.containsKey(protocol));
    gone.forEach(this::end);
    new TreeMap<>(wishes)
        .forEach(
            (protocol, wish) -> {
              PumpDriver driver = made.get(protocol);
              if (driver != null) {
                running.put(protocol, new Running(wish, registrar.apply(driver)));
              }
            });
  }

  private boolean isRunning(String protocol, Wish wish) {
    Running known = running.get(protocol);
    return known != null && known.wish().equals(wish);
  }

  private void end(String protocol) {
    Running ended = running.remove(protocol);
    if (ended != null) {
      ended.end().run();
    }
  }

  List<String> protocols() {
    return List.copyOf(running.keySet());
  }

  void close() {
    List.copyOf(running.keySet()).forEach(this::end);
  }
}
