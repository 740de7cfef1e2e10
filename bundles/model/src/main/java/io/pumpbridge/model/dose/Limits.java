// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one figure of an entry may be: a dose, a rate, a duration, a concentration. What is absent
 * does not limit; exactly on a limit is within.
 *
 * @param unit of all figures here
 * @param initial what a pump or an order system proposes
 * @param step what a titration changes the figure by
 */
public record Limits(
    Unit unit,
    Optional<BigDecimal> hardMin,
    Optional<BigDecimal> softMin,
    Optional<BigDecimal> softMax,
    Optional<BigDecimal> hardMax,
    Optional<BigDecimal> initial,
    Optional<BigDecimal> step) {

  /** A figure that has passed a limit. */
  public record Passed(LimitKind kind, Quantity limit) {}

  /**
   * @throws IllegalArgumentException if a figure is below zero, the limits do not ascend, the
   *     initial value is beyond a hard limit, or the step is zero
   */
  public Limits {
    Stream.of(hardMin, softMin, softMax, hardMax, initial, step)
        .flatMap(Optional::stream)
        .filter(figure -> figure.signum() < 0)
        .findFirst()
        .ifPresent(
            figure -> {
              throw new IllegalArgumentException("a limit is below zero");
            });
    requireOrder("hard minimum", hardMin, "soft minimum", softMin);
    requireOrder("hard minimum", hardMin, "soft maximum", softMax);
    requireOrder("soft minimum", softMin, "soft maximum", softMax);
    requireOrder("soft minimum", softMin, "hard maximum", hardMax);
    requireOrder("soft maximum", softMax, "hard maximum", hardMax);
    requireOrder("hard minimum", hardMin, "hard maximum", hardMax);
    requireOrder("hard minimum", hardMin, "initial value", initial);
    requireOrder("initial value", initial, "hard maximum", hardMax);
    if (step.isPresent() && step.get().signum() == 0) {
      throw new IllegalArgumentException("a step is above zero");
    }
  }

  private static void requireOrder(
      String lowName, Optional<BigDecimal> low, String highName, Optional<BigDecimal> high) {
    if (low.isPresent() && high.isPresent() && low.get().compareTo(high.get()) > 0) {
      throw new IllegalArgumentException(lowName + " is above " + highName);
    }
  }

  /** Limits nothing. */
  public static Limits none(Unit unit) {
    return new Limits(
        unit,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public Optional<Quantity> find(LimitKind kind) {
    Optional<BigDecimal> figure =
        switch (kind) {
          case HARD_MAX -> hardMax;
          case HARD_MIN -> hardMin;
          case SOFT_MAX -> softMax;
          case SOFT_MIN -> softMin;
        };
    return figure.map(value -> new Quantity(value, unit));
  }

  /** Those of the four that are set. */
  public Stream<Quantity> all() {
    return Arrays.stream(LimitKind.values()).map(this::find).flatMap(Optional::stream);
  }

  /**
   * The gravest limit that a figure passes.
   *
   * @param figure in base units of this dimension
   */
  public Optional<Passed> passedBy(Rational figure) {
    for (LimitKind kind : LimitKind.values()) {
      Optional<Quantity> limit = find(kind);
      if (limit.isPresent()) {
        int side = figure.compareTo(limit.get().inBaseUnits());
        if (kind.isMaximum() ? side > 0 : side < 0) {
          return Optional.of(new Passed(kind, limit.get()));
        }
      }
    }
    return Optional.empty();
  }
}
