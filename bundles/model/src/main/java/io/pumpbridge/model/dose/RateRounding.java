// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * From the rate that a dose needs to one that a pump can be set to. The nearest step is taken, else
 * the one on the other side; never one that passes another limit than the dose as ordered, even if
 * the verdict stays, and never one that is further away than the library's tolerance. Lower is not
 * always safer.
 */
public final class RateRounding {
  private RateRounding() {}

  /**
   * A rate to set, or why there is none.
   *
   * @param rate a multiple of the pump's step (mL/h); absent if none will do
   * @param judgement of that rate; where there is none, of the order, with the reason
   */
  public record Outcome(Optional<Quantity> rate, Judgement judgement) {}

  /**
   * @param order a continuous infusion, or one that says its rate
   * @param step what the pump's rate can be set in (mL/h), above zero
   */
  public static Outcome round(DrugLibrary library, InfusionOrder order, Quantity step) {
    OrderGuard.Weighed weighed = OrderGuard.weigh(library, order);
    Judgement ordered = weighed.judgement();
    boolean settled = ordered.verdict() == Verdict.WITHIN || ordered.verdict().isSoft();
    if (!settled) {
      return new Outcome(Optional.empty(), ordered);
    }
    if (weighed.rate().isEmpty()) {
      return new Outcome(
          Optional.empty(),
          ordered.refusedBy(ReasonCode.RATE_MISSING, "The order says no rate to set."));
    }
    Rational exact = weighed.rate().get();
    Rational width = step.inBaseUnits();
    boolean near = false;
    for (BigInteger steps : candidates(exact.dividedBy(width))) {
      Rational rate = width.times(new Rational(steps, BigInteger.ONE));
      Rational away = rate.minus(exact).absolute();
      if (steps.signum() <= 0 || away.compareTo(exact.times(library.tolerance())) > 0) {
        continue;
      }
      near = true;
      Quantity settable = settable(rate, step);
      OrderGuard.Weighed rounded = OrderGuard.weigh(library, order.atRate(settable));
      if (rounded.judgement().verdict() == ordered.verdict()
          && rounded.passed().equals(weighed.passed())) {
        return new Outcome(Optional.of(settable), rounded.judgement());
      }
    }
    return new Outcome(Optional.empty(), refused(ordered, step, near));
  }

  private static Judgement refused(Judgement ordered, Quantity step, boolean near) {
    return near
        ? ordered.refusedBy(
            ReasonCode.ROUNDING_CROSSES_LIMIT,
            "In steps of " + step + " the rate would cross a limit.")
        : ordered.refusedBy(
            ReasonCode.ROUNDING_TOO_COARSE,
            "In steps of " + step + " the rate would be further off than the library tolerates.");
  }

  /** The nearest first; of two as near the lower. */
  private static List<BigInteger> candidates(Rational steps) {
    BigInteger below = steps.floor();
    Rational rest = steps.minus(new Rational(below, BigInteger.ONE));
    BigInteger above = below.add(BigInteger.ONE);
    if (rest.signum() == 0) {
      return List.of(below);
    }
    return rest.compareTo(Rational.of(1, 2)) <= 0 ? List.of(below, above) : List.of(above, below);
  }

  /** A multiple of a decimal is one: nothing is rounded here. */
  private static Quantity settable(Rational rate, Quantity step) {
    BigDecimal value =
        rate.dividedBy(step.unit().factor())
            .toDecimal(Math.max(step.value().scale(), 0), RoundingMode.UNNECESSARY);
    return new Quantity(value, step.unit());
  }
}
