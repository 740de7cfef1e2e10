// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the simulated pump first put a rate on the line: where every measurement begins. */
final class LineTimes {

  /** {@code INF^serial^flag^mode^rate^ml/h^…} (pump protocol, INF reply). */
  private static final Pattern RATE =
      Pattern.compile("^INF\\^[^^]*\\^[^^]*\\^[^^]*\\^([0-9.]+)\\^");

  /** One moment on both clocks. */
  record Moment(long nanoTime, Instant wall) {}

  private final Map<String, List<Moment>> byRate = new ConcurrentHashMap<>();

  void onReply(String text, long nanoTime) {
    Matcher inf = RATE.matcher(text);
    if (inf.find()) {
      List<Moment> moments =
          byRate.computeIfAbsent(inf.group(1), rate -> new CopyOnWriteArrayList<>());
      if (moments.size() < 2) {
        moments.add(new Moment(nanoTime, Instant.now()));
      }
    }
  }

  /** The nurse turns to this rate now: what was seen of it before does not count. */
  void forget(String rate) {
    byRate.remove(rate);
  }

  Optional<Moment> first(String rate) {
    return byRate.getOrDefault(rate, List.of()).stream().findFirst();
  }

  /** Whether something was said before the pump was asked a second time with this rate. */
  boolean isWithinOnePoll(String rate, Instant said) {
    List<Moment> moments = byRate.getOrDefault(rate, List.of());
    return moments.size() == 1 || (moments.size() == 2 && !said.isAfter(moments.get(1).wall()));
  }
}
