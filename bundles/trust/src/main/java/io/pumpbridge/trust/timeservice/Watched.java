// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said last, and until when it counts; pure and immutable, and told the time. A word
 * lapses with time, and at once when somebody sets the clock: it was about another clock then.
 */
public record Watched(Map<TimeSource, Heard> heard) {
  public static final Watched NOTHING = new Watched(Map.of());

  /** Whoever disciplines a clock by less needs no new word. */
  private static final Duration STEP = Duration.ofSeconds(1);

  /** Twice what a kernel slews by; its monotonic clock is slewed along, but not when it is set. */
  private static final long DRIFT_PER_MILLION = 1_000;

  private static final long MILLION = 1_000_000;

  public Watched {
    heard = Map.copyOf(heard);
  }

  /**
   * One answer.
   *
   * @param system what the machine's clock said then
   * @param monotonicMs the monotonic clock then
   */
  record Heard(Statement said, Instant system, long monotonicMs) {
    private boolean countsAt(Instant now, long nowMs) {
      long passedMs = nowMs - monotonicMs;
      Duration tolerated = STEP.plusMillis(passedMs * DRIFT_PER_MILLION / MILLION);
      Duration step = Duration.between(system.plusMillis(passedMs), now).abs();
      return passedMs <= said.source().lasts().toMillis() && step.compareTo(tolerated) <= 0;
    }
  }

  /**
   * Whether it is time to ask; also at once when the clock was set since. The kernel is asked only
   * where no daemon speaks for itself: its word is the least exact.
   */
  public boolean isDue(TimeSource source, Instant now, long nowMs) {
    if (source == TimeSource.KERNEL && aDaemonSpeaks(at(now, nowMs))) {
      return false;
    }
    Heard last = heard.get(source);
    return last == null
        || nowMs - last.monotonicMs() >= source.interval().toMillis()
        || !last.countsAt(now, nowMs);
  }

  private static boolean aDaemonSpeaks(List<Statement> said) {
    return said.stream()
        .filter(one -> one.source() == TimeSource.NTP || one.source() == TimeSource.CHRONY)
        .anyMatch(one -> one.answer().isOfTheClock());
  }

  public Watched with(Statement said, Instant system, long monotonicMs) {
    Map<TimeSource, Heard> next = new EnumMap<>(TimeSource.class);
    next.putAll(heard);
    next.put(said.source(), new Heard(said, system, monotonicMs));
    return new Watched(next);
  }

  /** What counts now, in the order of {@link TimeSource}. */
  public List<Statement> at(Instant now, long nowMs) {
    return heard.values().stream()
        .filter(one -> one.countsAt(now, nowMs))
        .map(Heard::said)
        .sorted(Comparator.comparing(Statement::source))
        .toList();
  }

  /** Who vouches, if anybody does: of several, who is surest. */
  public static Optional<Statement> vouching(List<Statement> said) {
    boolean daemon = aDaemonSpeaks(said);
    return said.stream()
        .filter(one -> one.vouches() && !(daemon && one.source() == TimeSource.KERNEL))
        .min(Comparator.comparing(one -> one.maxError().orElse(Statement.MAX_ERROR)));
  }
}
