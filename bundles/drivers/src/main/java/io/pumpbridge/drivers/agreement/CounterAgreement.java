// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.agreement;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a counter can have moved between two reads; exact, nothing is rounded.
 *
 * @param rate what both reads agree on; without one, or at zero, a counter must stand still
 * @param elapsedMs from read to read
 */
record CounterAgreement(Optional<Quantity> rate, long elapsedMs) {

  /**
   * A pump may refresh its values only once a second, and a reply may have waited behind others; so
   * the time between two samples can be this much longer than between two replies.
   */
  static final long SAMPLING_SLACK_MS = 1_000;

  private static final BigDecimal MS_PER_HOUR = BigDecimal.valueOf(3_600_000);

  /** A counter that grows as fluid flows; a cleared one is absent until it is read again. */
  Optional<Quantity> rising(Optional<Quantity> before, Optional<Quantity> read) {
    return read.filter(now -> before.isPresent() && isPossible(before.get(), now));
  }

  /** A counter that shrinks as fluid flows; a newly set one is absent until it is read again. */
  Optional<Quantity> falling(Optional<Quantity> before, Optional<Quantity> read) {
    return read.filter(now -> before.isPresent() && isPossible(now, before.get()));
  }

  /**
   * Time left runs down no faster than the clock. One step more may show, because it is rounded: a
   * minute if both are whole minutes, else a second.
   */
  Optional<Duration> runningDown(Optional<Duration> before, Optional<Duration> read) {
    return read.filter(now -> before.isPresent() && isPossible(before.get(), now));
  }

  private boolean isPossible(Duration before, Duration now) {
    Duration passed = before.minus(now);
    Duration step =
        isWholeMinutes(before) && isWholeMinutes(now)
            ? Duration.ofMinutes(1)
            : Duration.ofSeconds(1);
    Duration most = Duration.ofMillis(elapsedMs + SAMPLING_SLACK_MS).plus(step);
    return !passed.isNegative() && passed.compareTo(most) <= 0;
  }

  private static boolean isWholeMinutes(Duration duration) {
    return duration.equals(Duration.ofMinutes(duration.toMinutes()));
  }

  private boolean isPossible(Quantity less, Quantity more) {
    if (sameAmount(less, more)) {
      return true;
    }
    return less.unit().equals(Unit.ML)
        && more.unit().equals(Unit.ML)
        && rate.filter(CounterAgreement::flows)
            .filter(flow -> isReached(flow.value(), less.value(), more.value()))
            .isPresent();
  }

  private static boolean flows(Quantity rate) {
    return rate.unit().equals(Unit.ML_PER_HOUR) && rate.value().signum() > 0;
  }

  /**
   * Both numbers are rounded to their last digit, so the rate may be one step of it higher and the
   * change one step of it larger than what is read.
   */
  private boolean isReached(BigDecimal rate, BigDecimal less, BigDecimal more) {
    BigDecimal change = more.subtract(less).multiply(MS_PER_HOUR);
    BigDecimal flow =
        rate.add(rate.ulp()).multiply(BigDecimal.valueOf(elapsedMs + SAMPLING_SLACK_MS));
    BigDecimal step = less.ulp().min(more.ulp()).multiply(MS_PER_HOUR);
    return change.signum() >= 0 && change.compareTo(flow.add(step)) <= 0;
  }

  /** {@code 5.0 mL/h} and {@code 5.00 mL/h} are the same amount. */
  static boolean sameAmount(Quantity one, Quantity other) {
    return one.unit().equals(other.unit()) && one.value().compareTo(other.value()) == 0;
  }
}
