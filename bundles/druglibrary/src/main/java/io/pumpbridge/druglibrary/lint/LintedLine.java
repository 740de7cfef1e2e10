// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Limits;
import io.pumpbridge.model.dose.ModeLimits;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line with the care area it stands in.
 *
 * @param path {@code $.care_areas[3].entries[7]}
 */
record LintedLine(LibrarySurvey.Area area, String path, DrugEntry entry) {

  /** One figure of it, with its limits. */
  record Limited(LintedLine line, DeliveryMode mode, Figure figure, Limits limits) {
    Place place() {
      return place("");
    }

    /**
     * @param field beginning with its point, or empty
     */
    Place place(String field) {
      return line.place(mode, figure, field);
    }

    /** {@code the bolus rate}. */
    String words() {
      return "the " + Wording.figure(mode, figure);
    }
  }

  Stream<Limited> figures() {
    return entry.modes().stream().flatMap(this::figures);
  }

  private Stream<Limited> figures(ModeLimits mode) {
    return mode.mode().figures().stream()
        .flatMap(
            figure ->
                mode.find(figure).stream()
                    .map(limits -> new Limited(this, mode.mode(), figure, limits)));
  }

  Place place() {
    return place("");
  }

  /**
   * @param field beginning with its point, or empty
   */
  Place place(String field) {
    return new Place(
        path + field,
        Optional.of(area.name()),
        Optional.of(entry),
        Optional.empty(),
        Optional.empty());
  }

  /** A figure that may be missing. */
  Place place(DeliveryMode mode, Figure figure) {
    return place(mode, figure, "");
  }

  private Place place(DeliveryMode mode, Figure figure, String field) {
    return new Place(
        path + "." + mode.wireName() + "." + figure.fieldName() + field,
        Optional.of(area.name()),
        Optional.of(entry),
        Optional.of(mode),
        Optional.of(figure));
  }

  boolean isHighAlert() {
    return entry.details().highAlert();
  }
}
