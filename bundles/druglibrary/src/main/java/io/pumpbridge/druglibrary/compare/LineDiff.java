// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.compare;

import io.pumpbridge.druglibrary.compare.Change.Direction;
import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Limits;
import io.pumpbridge.model.dose.ModeLimits;
import io.pumpbridge.model.dose.Preparation;
import java.util.Optional;

/** What differs between two lines of one drug. */
final class LineDiff {
  private LineDiff() {}

  static void compare(Context context, DrugEntry before, DrugEntry after) {
    preparation(context, before.preparation(), after.preparation());
    for (DeliveryMode mode : DeliveryMode.values()) {
      mode(context, mode, before.find(mode), after.find(mode));
    }
    DrugEntry.Details old = before.details();
    DrugEntry.Details now = after.details();
    if (old.highAlert() != now.highAlert()) {
      context.say(
          Direction.CHANGED,
          "high-alert",
          Optional.of(String.valueOf(old.highAlert())),
          Optional.of(String.valueOf(now.highAlert())),
          now.highAlert() ? "now high-alert" : "no longer high-alert");
    }
    context.text("diluent", old.diluent(), now.diluent());
    context.text("advisory", old.advisory(), now.advisory());
    context.text("rxnorm", old.rxNorm(), now.rxNorm());
    context.text("source", Optional.of(old.source().name()), Optional.of(now.source().name()));
    context.text(
        "edition",
        Optional.of(old.source().edition().toString()),
        Optional.of(now.source().edition().toString()));
  }

  private static void preparation(Context context, Preparation before, Preparation after) {
    if (before instanceof Preparation.Wildcard old && after instanceof Preparation.Wildcard now) {
      FigureDiff.compare(
          context.figure("any", Figure.CONCENTRATION),
          "concentration ",
          old.perVolume(),
          now.perVolume());
    } else if (!before.identity().equals(after.identity())) {
      context.say(
          Direction.CHANGED,
          "concentration",
          Optional.of(before.toString()),
          Optional.of(after.toString()),
          "concentration "
              + Wording.preparation(before)
              + " → "
              + Wording.preparation(after)
              + (before.identity().isAsStrongAs(after.identity()) ? " (as strong)" : ""));
    }
  }

  private static void mode(
      Context context, DeliveryMode mode, Optional<ModeLimits> before, Optional<ModeLimits> after) {
    if (before.isPresent() && after.isPresent()) {
      for (Figure figure : mode.figures()) {
        figure(context, mode, figure, before.get(), after.get());
      }
      window(context, before.get(), after.get());
    } else if (before.isPresent()) {
      context
          .mode(mode)
          .say(
              Direction.REMOVED,
              "mode",
              Optional.of(mode.wireName()),
              Optional.empty(),
              Wording.mode(mode) + " no longer in the library");
    } else if (after.isPresent()) {
      context
          .mode(mode)
          .say(
              Direction.ADDED,
              "mode",
              Optional.empty(),
              Optional.of(mode.wireName()),
              Wording.mode(mode) + " now in the library");
    }
  }

  private static void figure(
      Context context, DeliveryMode mode, Figure figure, ModeLimits before, ModeLimits after) {
    Optional<Limits> old = before.find(figure);
    Optional<Limits> now = after.find(figure);
    if (old.isEmpty() && now.isEmpty()) {
      return;
    }
    String prefix = mode == DeliveryMode.CONTINUOUS ? "" : Wording.figure(mode, figure) + " ";
    // A figure that is left out limits nothing, as one without limits does.
    FigureDiff.compare(
        context.figure(mode.wireName(), figure),
        prefix,
        old.orElseGet(() -> Limits.none(now.orElseThrow().unit())),
        now.orElseGet(() -> Limits.none(old.orElseThrow().unit())));
  }

  private static void window(Context context, ModeLimits before, ModeLimits after) {
    if (before.window().isEmpty() || after.window().isEmpty()) {
      return; // its figure has come or gone, and that is said
    }
    Context here = context.figure(before.mode().wireName(), Figure.ACCUMULATED_DOSE);
    ModeLimits.Window old = before.window().get();
    ModeLimits.Window now = after.window().get();
    // The same amount in a longer time is less.
    FigureDiff.limit(
        here,
        "over",
        "PCA accumulated dose over",
        Optional.of(old.over()),
        Optional.of(now.over()),
        false);
    if (old.withBolus() != now.withBolus()) {
      here.say(
          now.withBolus() ? Direction.STRICTER : Direction.LOOSER,
          "with-bolus",
          Optional.of(String.valueOf(old.withBolus())),
          Optional.of(String.valueOf(now.withBolus())),
          now.withBolus()
              ? "clinicians' boluses now count in the accumulated dose"
              : "clinicians' boluses no longer count in the accumulated dose");
    }
  }
}
