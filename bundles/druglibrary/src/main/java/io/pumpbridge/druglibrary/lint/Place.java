// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.Figure;
import java.util.Optional;

/**
 * Where something was found: in the document, and for people.
 *
 * @param path in the document, {@code $} for the whole
 */
public record Place(
    String path,
    Optional<String> area,
    Optional<DrugEntry> line,
    Optional<DeliveryMode> mode,
    Optional<Figure> figure) {

  static Place of(String path) {
    return new Place(path, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Place of(LibrarySurvey.Area area) {
    return of(area, "");
  }

  /**
   * @param field beginning with its point, or empty
   */
  static Place of(LibrarySurvey.Area area, String field) {
    return new Place(
        area.place() + field,
        Optional.of(area.name()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
