// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Preparation;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whether a drug is dosed in one unit, and in one that is read rightly. */
final class UnitCheck {
  private static final BigDecimal TWICE = BigDecimal.valueOf(2);

  private record Dosed(
      String area, String drug, Optional<String> therapy, DeliveryMode mode, Figure figure) {}

  private UnitCheck() {}

  static void look(Subject subject, Findings findings) {
    Map<Dosed, LintedLine.Limited> inArea = new LinkedHashMap<>();
    Map<Dosed, LintedLine.Limited> anywhere = new LinkedHashMap<>();
    subject
        .figures()
        .forEach(
            figure -> {
              volume(figure, findings);
              unusual(figure, findings);
              LintedLine.Limited here =
                  inArea.putIfAbsent(dosed(figure, figure.line().area().place()), figure);
              LintedLine.Limited first = anywhere.putIfAbsent(dosed(figure, ""), figure);
              if (here != null) {
                mixed(figure, here, findings);
              } else if (first != null) {
                vary(figure, first, findings);
              }
            });
  }

  private static Dosed dosed(LintedLine.Limited figure, String area) {
    return new Dosed(
        area,
        Names.fold(figure.line().entry().drug()),
        figure.line().entry().therapy(),
        figure.mode(),
        figure.figure());
  }

  private static void mixed(LintedLine.Limited figure, LintedLine.Limited here, Findings findings) {
    if (!figure.limits().unit().equals(here.limits().unit())) {
      findings.add(
          Rule.UNITS_MIXED,
          figure.place(".unit"),
          Wording.unit(figure.limits().unit())
              + " here, "
              + Wording.unit(here.limits().unit())
              + " for "
              + Wording.preparation(here.line().entry().preparation())
              + " in the same care area; use one dosing unit.");
    }
  }

  /** Per patient here and per kg there is usual for children; they are left alone. */
  private static void vary(LintedLine.Limited figure, LintedLine.Limited first, Findings findings) {
    if (!figure.limits().unit().equals(first.limits().unit())
        && areAlike(figure.line().area(), first.line().area())) {
      findings.add(
          Rule.UNITS_VARY,
          figure.place(".unit"),
          Wording.unit(figure.limits().unit())
              + " here, "
              + Wording.unit(first.limits().unit())
              + " in "
              + first.line().area().name()
              + "; patients move between them, so use one dosing unit.");
    }
  }

  /** Whether both take patients of much the same weight, as far as is known. */
  private static boolean areAlike(LibrarySurvey.Area one, LibrarySurvey.Area other) {
    Optional<BigDecimal> a = one.device().maximumWeight().map(Quantity::value);
    Optional<BigDecimal> b = other.device().maximumWeight().map(Quantity::value);
    return a.isEmpty()
        || b.isEmpty()
        || (a.get().compareTo(b.get().multiply(TWICE)) <= 0
            && b.get().compareTo(a.get().multiply(TWICE)) <= 0);
  }

  private static void volume(LintedLine.Limited figure, Findings findings) {
    boolean drug = !(figure.line().entry().preparation() instanceof Preparation.Fluid);
    boolean volume = figure.limits().unit().dimension().substance() == Substance.VOLUME;
    if (drug && volume && figure.figure() == Figure.DOSE && figure.line().isHighAlert()) {
      findings.add(
          Rule.DOSED_BY_VOLUME,
          figure.place(".unit"),
          "The limits are in "
              + Wording.unit(figure.limits().unit())
              + ", so they say nothing of the drug; limit its amount.");
    }
  }

  private static void unusual(LintedLine.Limited figure, Findings findings) {
    Unit unit = figure.limits().unit();
    boolean time = unit.dimension().substance() == Substance.TIME;
    Optional<String> why = Optional.empty();
    if (!time && unit.ucum().endsWith("/s")) {
      why = Optional.of("No pump shows a dose per second; use per minute or per hour.");
    } else if (unit.ucum().contains("[iU]")) {
      why = Optional.of("IU is taken for IV or 10; use U, which is shown as units.");
    } else if (unit.ucum().startsWith("eq")) {
      why = Optional.of("Electrolytes are ordered in meq; use it.");
    } else if (unit.ucum().startsWith("L")) {
      why = Optional.of("Pumps are set in mL; use it.");
    }
    why.ifPresent(sentence -> findings.add(Rule.UNIT_UNUSUAL, figure.place(".unit"), sentence));
  }
}
