// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.compare;

import io.pumpbridge.druglibrary.compare.Change.Direction;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.CareArea;
import io.pumpbridge.model.dose.CareArea.SoftLimits;
import io.pumpbridge.model.dose.DeviceLimits;
import io.pumpbridge.model.dose.DrugEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** What differs in a care area. */
final class AreaDiff {
  /** How much alike two lines of one drug are, the most alike first. */
  private static final List<BiPredicate<DrugEntry, DrugEntry>> LIKENESS =
      List.of(AreaDiff::isSame, AreaDiff::isInSameBag, AreaDiff::isAsStrong, AreaDiff::isFor);

  private AreaDiff() {}

  static void compare(Context context, CareArea before, CareArea after) {
    device(context, before.device(), after.device());
    if (before.softLimits() != after.softLimits()) {
      boolean overridable = after.softLimits() == SoftLimits.MAY_BE_OVERRIDDEN;
      context.say(
          overridable ? Direction.LOOSER : Direction.STRICTER,
          "soft-limits",
          Optional.of(before.softLimits().wireName()),
          Optional.of(after.softLimits().wireName()),
          overridable
              ? "orders may now go beyond soft limits, with who and why"
              : "soft limits now hold for everybody");
    }
    TreeSet<String> drugs = new TreeSet<>(before.byDrug().keySet());
    drugs.addAll(after.byDrug().keySet());
    drugs.forEach(drug -> drug(context, before.entriesOf(drug), after.entriesOf(drug)));
  }

  private static void device(Context context, DeviceLimits before, DeviceLimits after) {
    FigureDiff.limit(
        context, "maximum-rate", "maximum rate", before.maximumRate(), after.maximumRate(), true);
    FigureDiff.limit(
        context,
        "maximum-kvo-rate",
        "maximum KVO rate",
        before.maximumKvoRate(),
        after.maximumKvoRate(),
        true);
    FigureDiff.limit(
        context, "maximum-vtbi", "maximum VTBI", before.maximumVtbi(), after.maximumVtbi(), true);
    FigureDiff.limit(
        context,
        "minimum-weight",
        "minimum weight",
        before.minimumWeight(),
        after.minimumWeight(),
        false);
    FigureDiff.limit(
        context,
        "maximum-weight",
        "maximum weight",
        before.maximumWeight(),
        after.maximumWeight(),
        true);
    FigureDiff.limit(
        context,
        "maximum-bsa",
        "maximum body surface",
        before.maximumSurface(),
        after.maximumSurface(),
        true);
  }

  /** Lines of one drug: first those that are the same line, then those that took its place. */
  private static void drug(Context context, List<DrugEntry> before, List<DrugEntry> after) {
    boolean alone = before.size() <= 1 && after.size() <= 1;
    List<DrugEntry> gone = new ArrayList<>(before);
    List<DrugEntry> come = new ArrayList<>(after);
    for (BiPredicate<DrugEntry, DrugEntry> likeness : LIKENESS) {
      for (DrugEntry old : List.copyOf(gone)) {
        List<DrugEntry> successors =
            come.stream().filter(entry -> likeness.test(old, entry)).toList();
        if (successors.size() == 1 && isOnly(gone, successors.get(0), likeness)) {
          DrugEntry now = successors.get(0);
          gone.remove(old);
          come.remove(now);
          // Where the bag differs, that is said anyway.
          LineDiff.compare(context.line(now, alone || !isInSameBag(old, now)), old, now);
        }
      }
    }
    gone.forEach(entry -> say(context, entry, Direction.REMOVED));
    come.forEach(entry -> say(context, entry, Direction.ADDED));
  }

  private static boolean isOnly(
      List<DrugEntry> gone, DrugEntry now, BiPredicate<DrugEntry, DrugEntry> likeness) {
    return gone.stream().filter(old -> likeness.test(old, now)).count() == 1;
  }

  private static boolean isSame(DrugEntry one, DrugEntry other) {
    return isInSameBag(one, other)
        && !Collections.disjoint(one.identities().toList(), other.identities().toList());
  }

  private static boolean isInSameBag(DrugEntry one, DrugEntry other) {
    return isFor(one, other) && one.preparation().identity().equals(other.preparation().identity());
  }

  private static boolean isAsStrong(DrugEntry one, DrugEntry other) {
    return isFor(one, other)
        && one.preparation().identity().isAsStrongAs(other.preparation().identity());
  }

  private static boolean isFor(DrugEntry one, DrugEntry other) {
    return one.therapy().equals(other.therapy());
  }

  /** A line that comes lets more through, one that goes less; both are read apart from limits. */
  static void say(Context context, DrugEntry entry, Direction direction) {
    String text = Wording.preparation(entry.preparation());
    boolean added = direction == Direction.ADDED;
    Optional<String> line = Optional.of(entry.preparation().toString());
    context
        .line(entry, true)
        .say(
            direction,
            "line",
            added ? Optional.empty() : line,
            added ? line : Optional.empty(),
            (added ? "now in the library as " : "no longer in the library as ") + text);
  }
}
