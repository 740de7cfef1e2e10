// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.compare;

import io.pumpbridge.druglibrary.compare.Change.Direction;
import io.pumpbridge.druglibrary.compare.Change.Where;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.Figure;
import java.util.List;
import java.util.Optional;

/**
 * Where changes are being looked for, and who takes them.
 *
 * @param title what a message begins with
 */
record Context(Where where, String title, List<Change> changes) {

  static Context library(List<Change> changes) {
    return new Context(Where.LIBRARY, "library", changes);
  }

  Context area(String name) {
    Optional<String> none = Optional.empty();
    return new Context(new Where(Optional.of(name), none, none, none, none, none), name, changes);
  }

  /**
   * @param alone whether the drug has no other line here, so that its name says enough
   */
  Context line(DrugEntry entry, boolean alone) {
    String area = where.area().orElse("");
    Optional<String> none = Optional.empty();
    return new Context(
        new Where(
            where.area(),
            Optional.of(entry.drug()),
            entry.therapy(),
            Optional.of(entry.preparation().toString()),
            none,
            none),
        entry.title() + (alone ? "" : " " + Wording.preparation(entry.preparation())) + ", " + area,
        changes);
  }

  Context figure(String mode, Figure figure) {
    return new Context(
        new Where(
            where.area(),
            where.drug(),
            where.therapy(),
            where.preparation(),
            Optional.of(mode),
            Optional.of(figure.wireName())),
        title,
        changes);
  }

  Context mode(DeliveryMode mode) {
    return new Context(
        new Where(
            where.area(),
            where.drug(),
            where.therapy(),
            where.preparation(),
            Optional.of(mode.wireName()),
            Optional.empty()),
        title,
        changes);
  }

  /**
   * @param message without the title
   */
  void say(
      Direction direction,
      String what,
      Optional<String> before,
      Optional<String> after,
      String message) {
    changes.add(new Change(direction, where, what, before, after, title + ": " + message));
  }

  /** Text that neither loosens nor tightens. */
  void text(String what, Optional<String> before, Optional<String> after) {
    if (!before.equals(after)) {
      say(
          Direction.CHANGED,
          what,
          before,
          after,
          what.replace('-', ' ')
              + " "
              + before.map(text -> "'" + text + "'").orElse("none")
              + " → "
              + after.map(text -> "'" + text + "'").orElse("none"));
    }
  }
}
