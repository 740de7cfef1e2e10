// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When to renew and what to tell; pure, and told the time.
 *
 * <p>Due after two thirds of the life and up to a twelfth more, by gateway and certificate, so that
 * a fleet enrolled on one day spreads. Whether something is due goes by the wall clock; how long to
 * pause after an attempt goes by the monotonic one, so no clock that jumps makes a storm.
 *
 * @param failures in a row
 * @param quietUntilMs on the monotonic clock; before, nothing is attempted
 * @param told what was said last of the coming end
 */
record Renewals(
    String gateway, Duration grace, int failures, long quietUntilMs, Optional<Told> told) {
  /** The clock may be put right, or a certificate be installed by hand. */
  static final Duration LOOK = Duration.ofHours(1);

  /** After a success: a server that issues what is due at once must not be asked in a circle. */
  static final Duration REST = Duration.ofHours(1);

  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

  /** Pauses shrink with a short life: a certificate for a day is worth asking for each hour. */
  private static final int SHARE_PAUSE = 20;

  /** Doubling stops here, far above the longest pause. */
  private static final int MAX_DOUBLINGS = 16;

  /** Days before the end; 0 is the end itself. */
  private static final List<Integer> COUNTDOWN = List.of(0, 1, 2, 3, 7, 14, 30);

  /** What was said of which certificate: so many days are left, or fewer. */
  record Told(BigInteger serial, int daysLeft) {

    /** A clock that went back does not make the end come twice. */
    boolean isSaidBy(Told earlier) {
      return serial.equals(earlier.serial) && earlier.daysLeft <= daysLeft;
    }
  }

  /**
   * What to do now.
   *
   * @param renew whether to try now
   * @param tell what is to be told now of the coming end
   * @param pause until the next look, if there is nothing to try
   */
  record Step(Renewals next, boolean renew, Optional<Told> tell, Duration pause) {}

  /**
   * @param told what was said before this start
   */
  static Renewals begin(String gateway, Duration grace, Optional<Told> told) {
    return new Renewals(gateway, grace, 0, 0, told);
  }

  Renewals havingTold(Optional<Told> saying) {
    return new Renewals(gateway, grace, failures, quietUntilMs, saying);
  }

  /** Looks at the certificate and the clock. */
  Step look(Life life, ClockReading now) {
    if (now.quality() == ClockQuality.FLOOR) {
      // That clock stands in the past: it cannot say that anything is due.
      return new Step(this, false, Optional.empty(), LOOK);
    }
    Optional<Told> saying = countdown(life, now.wall());
    boolean unsaid = saying.isPresent() && told.filter(saying.get()::isSaidBy).isEmpty();
    Renewals next = unsaid ? havingTold(saying) : this;
    Optional<Told> tell = unsaid ? saying : Optional.empty();
    Duration quiet = quiet(now);
    Duration untilDue = Duration.between(now.wall(), due(life));
    boolean renew = isUsable(life, now) && quiet.isZero() && untilDue.compareTo(Duration.ZERO) <= 0;
    return new Step(
        next, renew, tell, shorter(LOOK, longer(SHORTEST_PAUSE, longer(quiet, untilDue))));
  }

  private Duration quiet(ClockReading now) {
    return Duration.ofMillis(Math.max(0, quietUntilMs - now.monotonicMs()));
  }

  private boolean isUsable(Life life, ClockReading now) {
    return !now.wall().isAfter(life.ends().plus(grace));
  }

  /** When the next attempt is due; empty if it is too late, or nobody knows what time it is. */
  Optional<Instant> next(Life life, ClockReading now) {
    if (now.quality() == ClockQuality.FLOOR || !isUsable(life, now)) {
      return Optional.empty();
    }
    Instant due = due(life);
    Instant rested = now.wall().plus(quiet(now));
    return Optional.of(due.isAfter(rested) ? due : rested);
  }

  /** When it is to be renewed. */
  Instant due(Life life) {
    Duration length = life.length();
    Duration spread = length.dividedBy(12);
    Duration late = Duration.ofMillis((long) (spread.toMillis() * share(life, "due", 0)));
    return life.begins().plus(length.multipliedBy(2).dividedBy(3)).plus(late);
  }

  /**
   * After an attempt that failed.
   *
   * @param asked what the server asked to wait, if it did
   */
  Renewals failed(Life life, ClockReading now, Optional<Duration> asked) {
    int count = failures + 1;
    Duration cap =
        shorter(LONGEST_PAUSE, longer(SHORTEST_PAUSE, life.length().dividedBy(SHARE_PAUSE)));
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    Duration most = shorter(cap, doubled);
    // Between half of it and all of it, other for each gateway and attempt.
    Duration own =
        Duration.ofMillis((long) (most.toMillis() * (1 + share(life, "try", count)) / 2));
    return quiet(count, now, longer(own, asked.orElse(Duration.ZERO)));
  }

  /** After an answer that somebody has to approve first; no failure. */
  Renewals pending(ClockReading now, Duration asked) {
    return quiet(failures, now, longer(SHORTEST_PAUSE, asked));
  }

  Renewals succeeded(ClockReading now) {
    return quiet(0, now, REST);
  }

  private Renewals quiet(int count, ClockReading now, Duration pause) {
    return new Renewals(gateway, grace, count, now.monotonicMs() + pause.toMillis(), told);
  }

  private static Optional<Told> countdown(Life life, Instant now) {
    if (now.isBefore(life.endsSoonFrom())) {
      return Optional.empty();
    }
    Duration left = Duration.between(now, life.ends());
    return COUNTDOWN.stream()
        .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
        .findFirst()
        .map(days -> new Told(life.serial(), days));
  }

  /** 0 to 1, always the same for the same gateway, certificate and purpose. */
  private double share(Life life, String purpose, int number) {
    try {
      String all = gateway + "|" + life.serial().toString(16) + "|" + purpose + "|" + number;
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      long bits = ByteBuffer.wrap(digest).getLong() >>> 11;
      return bits / (double) (1L << 53);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
