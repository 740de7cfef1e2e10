// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What one of them says of the machine's clock.
 *
 * @param maxError how wrong it may be at most, as far as is said; not negative
 */
public record Statement(TimeSource source, Answer answer, Optional<Duration> maxError) {

  /**
   * How wrong a clock may be for which somebody vouches. IHE's Consistent Time asks for a median
   * under one second.
   */
  static final Duration MAX_ERROR = Duration.ofSeconds(1);

  /** How it answered. */
  public enum Answer {
    SYNCHRONISED,
    NOT_SYNCHRONISED,
    /** It says that it is, and that it may be wrong by more than counts. */
    TOO_UNSURE,
    /** It is not there, or does not answer in time. */
    SILENT,
    /** What it says is not understood. */
    UNREADABLE;

    /** Whether it says anything of the clock, good or bad. */
    boolean isOfTheClock() {
      return this == SYNCHRONISED || this == NOT_SYNCHRONISED || this == TOO_UNSURE;
    }

    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Statement {
    if (maxError.isPresent() && maxError.get().isNegative()) {
      throw new IllegalArgumentException("an error is not negative");
    }
  }

  /** That the clock is right, without saying how much. */
  public static Statement synchronised(TimeSource source) {
    return new Statement(source, Answer.SYNCHRONISED, Optional.empty());
  }

  /** That the clock is right but for so much, which may be too much. */
  static Statement within(TimeSource source, Duration maxError) {
    Answer answer = maxError.compareTo(MAX_ERROR) <= 0 ? Answer.SYNCHRONISED : Answer.TOO_UNSURE;
    return new Statement(source, answer, Optional.of(maxError));
  }

  static Statement not(TimeSource source) {
    return new Statement(source, Answer.NOT_SYNCHRONISED, Optional.empty());
  }

  static Statement silent(TimeSource source) {
    return new Statement(source, Answer.SILENT, Optional.empty());
  }

  static Statement unreadable(TimeSource source) {
    return new Statement(source, Answer.UNREADABLE, Optional.empty());
  }

  public boolean vouches() {
    return answer == Answer.SYNCHRONISED;
  }
}
