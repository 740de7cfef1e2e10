// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the simulated pump first put a rate on the line: where every measurement begins. */
final class LineTimes {

  /** {@code INF^serial^flag^mode^rate^ml/h^…} (pump protocol, INF reply). */
  private static final Pattern RATE =
      Pattern.compile("^INF\\^[^^]*\\^[^^]*\\^[^^]*\\^([0-9.]+)\\^");

  /** One moment on both clocks. */
  record Moment(long nanoTime, Instant wall) {}

  private final Map<String, Moment> firstByRate = new ConcurrentHashMap<>();

  void onReply(String text, long nanoTime) {
    Matcher inf = RATE.matcher(text);
    if (inf.find()) {
      firstByRate.putIfAbsent(inf.group(1), new Moment(nanoTime, Instant.now()));
    }
  }

  /** The nurse turns to this rate now: what was seen of it before does not count. */
  void forget(String rate) {
    firstByRate.remove(rate);
  }

  Optional<Moment> first(String rate) {
    return Optional.ofNullable(firstByRate.get(rate));
  }
}
