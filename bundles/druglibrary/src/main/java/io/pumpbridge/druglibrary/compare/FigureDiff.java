// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.compare;

import io.pumpbridge.druglibrary.compare.Change.Direction;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.LimitKind;
import io.pumpbridge.model.dose.Limits;
import io.pumpbridge.model.measure.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What differs between the limits of one figure; compared exactly, whatever their units. */
final class FigureDiff {
  private static final List<LimitKind> KINDS =
      List.of(LimitKind.HARD_MAX, LimitKind.SOFT_MAX, LimitKind.SOFT_MIN, LimitKind.HARD_MIN);

  private FigureDiff() {}

  /**
   * @param prefix {@code bolus rate } or empty: what a message says before the limit
   */
  static void compare(Context context, String prefix, Limits before, Limits after) {
    if (!before.unit().dimension().equals(after.unit().dimension())) {
      context.say(
          Direction.CHANGED,
          "unit",
          Optional.of(before.unit().ucum()),
          Optional.of(after.unit().ucum()),
          prefix
              + "unit "
              + Wording.unit(before.unit())
              + " → "
              + Wording.unit(after.unit())
              + ", so limits cannot be compared: "
              + all(before)
              + " → "
              + all(after));
      return;
    }
    for (LimitKind kind : KINDS) {
      limit(
          context,
          kind.wireName(),
          prefix + Wording.kind(kind),
          before.find(kind),
          after.find(kind),
          kind.isMaximum());
    }
    value(
        context,
        "initial",
        prefix,
        quantity(before, before.initial()),
        quantity(after, after.initial()));
    value(context, "step", prefix, quantity(before, before.step()), quantity(after, after.step()));
  }

  private static Optional<Quantity> quantity(Limits limits, Optional<BigDecimal> value) {
    return value.map(figure -> new Quantity(figure, limits.unit()));
  }

  private static String all(Limits limits) {
    StringBuilder text = new StringBuilder();
    for (LimitKind kind : KINDS) {
      limits
          .find(kind)
          .ifPresent(
              limit ->
                  text.append(text.length() == 0 ? "" : ", ")
                      .append(Wording.kind(kind))
                      .append(' ')
                      .append(Wording.quantity(limit)));
    }
    return text.length() == 0 ? "none" : text.toString();
  }

  /** A limit that goes up lets more through if it is a maximum, and less if it is a minimum. */
  static void limit(
      Context context,
      String what,
      String name,
      Optional<Quantity> before,
      Optional<Quantity> after,
      boolean maximum) {
    int side = compare(before, after, maximum);
    if (side != 0) {
      context.say(
          side > 0 == maximum ? Direction.LOOSER : Direction.STRICTER,
          what,
          before.map(Quantity::toString),
          after.map(Quantity::toString),
          name + " " + fromTo(before, after));
    }
  }

  /** Above zero if it went up; what is absent is no limit at all. */
  private static int compare(Optional<Quantity> before, Optional<Quantity> after, boolean maximum) {
    if (before.isPresent() && after.isPresent()) {
      return after.get().inBaseUnits().compareTo(before.get().inBaseUnits());
    }
    if (before.isEmpty() && after.isEmpty()) {
      return 0;
    }
    return after.isEmpty() == maximum ? 1 : -1;
  }

  private static void value(
      Context context,
      String what,
      String prefix,
      Optional<Quantity> before,
      Optional<Quantity> after) {
    if (!before.map(Quantity::inBaseUnits).equals(after.map(Quantity::inBaseUnits))) {
      context.say(
          Direction.CHANGED,
          what,
          before.map(Quantity::toString),
          after.map(Quantity::toString),
          prefix + (what.equals("initial") ? "initial value" : what) + " " + fromTo(before, after));
    }
  }

  /** {@code 1 → 2 mcg/kg/min}; the unit twice only if it differs. */
  static String fromTo(Optional<Quantity> before, Optional<Quantity> after) {
    if (before.isPresent() && after.isPresent() && before.get().unit().equals(after.get().unit())) {
      return Wording.figure(before.get().value()) + " → " + Wording.quantity(after.get());
    }
    return before.map(Wording::quantity).orElse("none")
        + " → "
        + after.map(Wording::quantity).orElse("none");
  }
}
