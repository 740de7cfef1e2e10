// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.LimitKind;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit.Dimension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares limits with those of the same drug and therapy in other care areas, in other
 * concentrations and, where they measure the same, in other ways of giving it. A point, a zero or a
 * unit in the wrong place shows as a factor of about ten, a hundred or a thousand.
 */
final class NeighbourCheck {
  private static final List<Integer> POWERS = List.of(10, 100, 1_000);

  /** "About": a fifth away, since areas do differ a little. */
  private static final Rational ABOUT = Rational.of(5, 4);

  /** Who has a neighbour as near as this stands with it. */
  private static final Rational NEAR = Rational.of(3);

  private record Group(
      String drug,
      Optional<String> therapy,
      DeliveryMode mode,
      Figure figure,
      Dimension dimension,
      LimitKind kind) {}

  private record Value(LintedLine.Limited figure, Quantity limit, Rational base) {}

  /** What is said once of a figure, though several of its limits may be off. */
  private record Suspect(String path, int power, boolean high) {}

  private NeighbourCheck() {}

  static void look(Subject subject, Findings findings) {
    Map<Group, List<Value>> groups = new LinkedHashMap<>();
    subject
        .figures()
        .forEach(
            figure -> {
              for (LimitKind kind : LimitKind.values()) {
                figure
                    .limits()
                    .find(kind)
                    .filter(limit -> limit.value().signum() > 0)
                    .ifPresent(
                        limit ->
                            groups
                                .computeIfAbsent(group(figure, kind), first -> new ArrayList<>())
                                .add(new Value(figure, limit, limit.inBaseUnits())));
              }
            });
    Set<Suspect> said = new LinkedHashSet<>();
    groups.forEach((group, values) -> compare(group.kind(), values, said, findings));
  }

  private static Group group(LintedLine.Limited figure, LimitKind kind) {
    // A loading dose is a bolus that comes first.
    DeliveryMode mode = figure.mode() == DeliveryMode.LOADING ? DeliveryMode.BOLUS : figure.mode();
    return new Group(
        Names.fold(figure.line().entry().drug()),
        figure.line().entry().therapy(),
        mode,
        figure.figure(),
        figure.limits().unit().dimension(),
        kind);
  }

  private static void compare(
      LimitKind kind, List<Value> values, Set<Suspect> said, Findings findings) {
    if (values.size() < 2) {
      return;
    }
    List<Value> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.comparing(Value::base));
    // Of two nobody knows which is wrong: the later one in the document is named.
    Value usual = values.size() == 2 ? values.get(0) : sorted.get((sorted.size() - 1) / 2);
    for (int i = 0; i < sorted.size(); i++) {
      Value value = sorted.get(i);
      boolean accompanied =
          (i > 0 && isNear(sorted.get(i - 1), value))
              || (i < sorted.size() - 1 && isNear(value, sorted.get(i + 1)));
      if (!accompanied) {
        say(kind, value, usual, said, findings);
      }
    }
  }

  private static boolean isNear(Value low, Value high) {
    return high.base().compareTo(low.base().times(NEAR)) <= 0;
  }

  private static void say(
      LimitKind kind, Value value, Value usual, Set<Suspect> said, Findings findings) {
    boolean high = value.base().compareTo(usual.base()) > 0;
    Rational factor =
        high ? value.base().dividedBy(usual.base()) : usual.base().dividedBy(value.base());
    for (int power : POWERS) {
      Rational off = factor.dividedBy(Rational.of(power));
      boolean about =
          off.compareTo(ABOUT) <= 0 && off.compareTo(Rational.ONE.dividedBy(ABOUT)) >= 0;
      if (about && said.add(new Suspect(value.figure().place().path(), power, high))) {
        findings.add(
            Rule.OFF_BY_TEN,
            value.figure().place("." + kind.wireName().replace('-', '_')),
            sentence(kind, value, usual, power, high));
      }
    }
  }

  private static String sentence(
      LimitKind kind, Value value, Value usual, int power, boolean high) {
    LintedLine other = usual.figure().line();
    return "The "
        + Wording.kind(kind)
        + " of "
        + Wording.quantity(value.limit())
        + " is about "
        + (high ? power + " times " : "1/" + power + " of ")
        + Wording.quantity(usual.limit())
        + " in "
        + other.area().name()
        + " ("
        + Wording.preparation(other.entry().preparation())
        + ", "
        + Wording.figure(usual.figure().mode(), usual.figure().figure())
        + "); look for a point, a zero or a unit in the wrong place.";
  }
}
