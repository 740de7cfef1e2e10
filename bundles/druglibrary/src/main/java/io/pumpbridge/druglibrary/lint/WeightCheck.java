// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.measure.Quantity;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether the care areas together take every patient, and each only its own. */
final class WeightCheck {
  /** An adult ward's heaviest patient weighs some thirty times as much as a nursery's. */
  private static final BigDecimal MUCH_LIGHTER = BigDecimal.valueOf(5);

  private WeightCheck() {}

  static void look(Subject subject, Findings findings) {
    List<LibrarySurvey.Area> limited =
        subject.library().areas().stream()
            .filter(area -> heaviest(area).isPresent())
            .sorted(Comparator.comparing(WeightCheck::lightest))
            .toList();
    uncovered(limited, findings);
    for (LibrarySurvey.Area area : limited) {
      limited.stream()
          .filter(other -> !other.place().equals(area.place()) && swallows(area, other))
          .findFirst()
          .ifPresent(other -> overlap(area, other, findings));
    }
  }

  private static BigDecimal lightest(LibrarySurvey.Area area) {
    return area.device().minimumWeight().map(Quantity::value).orElse(BigDecimal.ZERO);
  }

  private static Optional<BigDecimal> heaviest(LibrarySurvey.Area area) {
    return area.device().maximumWeight().map(Quantity::value);
  }

  private static void uncovered(List<LibrarySurvey.Area> ascending, Findings findings) {
    BigDecimal reached = null;
    for (LibrarySurvey.Area area : ascending) {
      BigDecimal from = lightest(area);
      if (reached != null && from.compareTo(reached) > 0) {
        findings.add(
            Rule.WEIGHTS_UNCOVERED,
            Place.of(area, ".minimum_weight"),
            "No care area takes a patient of more than "
                + Wording.figure(reached)
                + " and less than "
                + Wording.figure(from)
                + " kg; let two areas meet.");
      }
      BigDecimal to = heaviest(area).orElseThrow();
      reached = reached == null ? to : reached.max(to);
    }
  }

  /** Takes all that the other does, though it is for patients of another kind. */
  private static boolean swallows(LibrarySurvey.Area area, LibrarySurvey.Area other) {
    return lightest(area).compareTo(lightest(other)) <= 0
        && heaviest(area)
                .orElseThrow()
                .compareTo(heaviest(other).orElseThrow().multiply(MUCH_LIGHTER))
            >= 0;
  }

  private static void overlap(
      LibrarySurvey.Area area, LibrarySurvey.Area other, Findings findings) {
    findings.add(
        Rule.WEIGHTS_OVERLAP,
        Place.of(area, ".minimum_weight"),
        "It takes every patient of "
            + other.name()
            + " (up to "
            + Wording.figure(heaviest(other).orElseThrow())
            + " kg) by its own limits; set minimum_weight, if that is not meant.");
  }
}
