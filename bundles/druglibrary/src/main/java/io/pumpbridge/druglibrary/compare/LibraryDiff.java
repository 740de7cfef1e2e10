// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.compare;

import io.pumpbridge.druglibrary.compare.Change.Direction;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.CareArea;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.measure.Rational;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compares libraries by what they mean: 1 mg/h and 1000 ug/h are the same, and the order of lines
 * says nothing. The version alone is no difference, since every signing needs a new one.
 */
public final class LibraryDiff {
  private static final Rational HUNDRED = Rational.of(100);

  private LibraryDiff() {}

  /** First what loosens; else by care area and drug. */
  public static List<Change> compare(DrugLibrary before, DrugLibrary after) {
    List<Change> changes = new ArrayList<>();
    Context library = Context.library(changes);
    library.text("hospital", Optional.of(before.hospital()), Optional.of(after.hospital()));
    library.text("name", Optional.of(before.name()), Optional.of(after.name()));
    tolerance(library, before.tolerance(), after.tolerance());
    TreeSet<String> areas = new TreeSet<>(before.careAreas().keySet());
    areas.addAll(after.careAreas().keySet());
    areas.forEach(
        name -> area(library.area(name), before.findCareArea(name), after.findCareArea(name)));
    changes.sort(Comparator.comparing(Change::direction)); // stable
    return List.copyOf(changes);
  }

  private static void tolerance(Context context, Rational before, Rational after) {
    int side = after.compareTo(before);
    if (side != 0) {
      String old = Wording.about(before.times(HUNDRED));
      String now = Wording.about(after.times(HUNDRED));
      context.say(
          side > 0 ? Direction.LOOSER : Direction.STRICTER,
          "rounding-tolerance",
          Optional.of(old + " %"),
          Optional.of(now + " %"),
          "rounding tolerance " + old + " → " + now + " %");
    }
  }

  private static void area(Context context, Optional<CareArea> before, Optional<CareArea> after) {
    if (before.isPresent() && after.isPresent()) {
      AreaDiff.compare(context, before.get(), after.get());
    } else if (before.isPresent()) {
      context.say(
          Direction.REMOVED,
          "care-area",
          context.where().area(),
          Optional.empty(),
          "care area no longer in the library, with its " + lines(before.get()));
    } else if (after.isPresent()) {
      context.say(
          Direction.ADDED,
          "care-area",
          Optional.empty(),
          context.where().area(),
          "care area now in the library, with " + lines(after.get()));
    }
  }

  private static String lines(CareArea area) {
    int count = area.entries().size();
    return count == 1 ? "1 line" : count + " lines";
  }
}
