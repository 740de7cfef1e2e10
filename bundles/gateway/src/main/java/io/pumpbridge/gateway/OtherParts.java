// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the other parts are, asked again and again on a thread of its own: an answer may have to wait
 * for a disk or a key token, and light and sound of a pump's dose must not.
 */
final class OtherParts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OtherParts.class);

  /** From one round of questions to the next. */
  private static final long PAUSE_MS = 500;

  /** A part that has not answered for so long is not known to be well. */
  static final long SILENCE_MS = 30_000;

  private final LongSupplier nowMs;
  private final Runnable answered;
  private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "gateway-health");

  /** Empty before all have answered once. */
  private volatile Optional<List<Health>> last = Optional.empty();

  /** Whom nobody has heard yet. */
  private volatile Optional<Question> open = Optional.empty();

  private record Question(String part, long askedMs) {}

  /**
   * @param nowMs monotonic
   * @param answered called on this one's thread when all have answered
   */
  OtherParts(LongSupplier nowMs, Runnable answered) {
    this.nowMs = nowMs;
    this.answered = answered;
  }

  void start() {
    thread.start();
  }

  void add(HealthCheck check) {
    checks.add(check);
  }

  void remove(HealthCheck check) {
    checks.remove(check);
  }

  /** What they said last, without asking anybody; empty before all have answered once. */
  Optional<List<Health>> health() {
    Optional<Question> unanswered = open;
    long silentMs = unanswered.map(question -> nowMs.getAsLong() - question.askedMs()).orElse(0L);
    if (unanswered.isEmpty() || silentMs < SILENCE_MS) {
      return last;
    }
    List<Health> parts = new ArrayList<>(last.orElse(List.of()));
    parts.add(
        new Health(
            Level.WARNING,
            "part-silent",
            "'%s' has not said for %d s how it is; restart the bridge if that goes on."
                .formatted(unanswered.get().part(), silentMs / 1_000)));
    return Optional.of(parts);
  }

  private void run() {
    try {
      do {
        round();
      } while (!stopped.await(PAUSE_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    try {
      last = Optional.of(checks.stream().map(this::ask).toList());
      answered.run();
    } catch (RuntimeException | Error e) { // else the light would go on showing what was last said
      log.error("asking the other parts failed", e);
    }
  }

  private Health ask(HealthCheck check) {
    open = Optional.of(new Question(check.part(), nowMs.getAsLong()));
    try {
      return check.check();
    } catch (RuntimeException | Error e) { // its bundle may be going away
      log.error("a part could not say how it is part={}", check.part(), e);
      return new Health(
          Level.WARNING,
          "part-unknown",
          "'" + check.part() + "' could not say how it is; the log says why.");
    } finally {
      open = Optional.empty();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
  }
}
