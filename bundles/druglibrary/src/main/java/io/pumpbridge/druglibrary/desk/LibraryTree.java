// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import io.pumpbridge.druglibrary.wording.Wording;
import io.pumpbridge.model.dose.CareArea;
import io.pumpbridge.model.dose.DeviceLimits;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.LimitKind;
import io.pumpbridge.model.dose.Limits;
import io.pumpbridge.model.dose.ModeLimits;
import io.pumpbridge.model.dose.Preparation;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A library as maps, lists and text, for those who share no class with us. */
final class LibraryTree {
  /** A tolerance is said in per cent with few digits. */
  private static final int PERCENT_DIGITS = 16;

  private LibraryTree() {}

  static Map<String, Object> of(DrugLibrary library) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("hospital", library.hospital());
    tree.put("name", library.name());
    tree.put("version", library.version());
    tree.put(
        "rounding_tolerance",
        Wording.figure(
                library
                    .tolerance()
                    .times(Rational.of(100))
                    .toDecimal(PERCENT_DIGITS, RoundingMode.HALF_UP))
            + " %");
    tree.put(
        "care_areas",
        library.careAreas().values().stream()
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .map(LibraryTree::area)
            .toList());
    return tree;
  }

  private static Map<String, Object> area(CareArea area) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", area.name());
    tree.put("device", device(area.device()));
    tree.put("soft_limits", area.softLimits().wireName());
    tree.put("entries", area.entries().stream().map(LibraryTree::entry).toList());
    return tree;
  }

  private static Map<String, Object> device(DeviceLimits device) {
    Map<String, Object> tree = new LinkedHashMap<>();
    put(tree, "maximum_rate", device.maximumRate());
    put(tree, "maximum_kvo_rate", device.maximumKvoRate());
    put(tree, "maximum_vtbi", device.maximumVtbi());
    put(tree, "minimum_weight", device.minimumWeight());
    put(tree, "maximum_weight", device.maximumWeight());
    put(tree, "maximum_bsa", device.maximumSurface());
    return tree;
  }

  private static Map<String, Object> entry(DrugEntry entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("drug", entry.drug());
    entry.therapy().ifPresent(therapy -> tree.put("therapy", therapy));
    tree.put("preparation", entry.preparation().toString());
    DrugEntry.Details details = entry.details();
    tree.put("high_alert", details.highAlert());
    details.diluent().ifPresent(diluent -> tree.put("diluent", diluent));
    details.advisory().ifPresent(advisory -> tree.put("advisory", advisory));
    details.rxNorm().ifPresent(concept -> tree.put("rxnorm", concept));
    tree.put("source", details.source().name());
    tree.put("edition", details.source().edition().toString());
    List<Map<String, Object>> limits = new ArrayList<>();
    if (entry.preparation() instanceof Preparation.Wildcard wildcard) {
      limits.add(limits("any", Figure.CONCENTRATION, wildcard.perVolume()));
    }
    for (ModeLimits mode : entry.modes()) {
      for (Figure figure : mode.mode().figures()) {
        mode.find(figure)
            .ifPresent(
                found -> {
                  Map<String, Object> line = limits(mode.mode().wireName(), figure, found);
                  if (figure == Figure.ACCUMULATED_DOSE) {
                    mode.window().ifPresent(window -> line.put("over", window.over().toString()));
                  }
                  limits.add(line);
                });
      }
    }
    tree.put("limits", limits);
    return tree;
  }

  private static Map<String, Object> limits(String mode, Figure figure, Limits limits) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("mode", mode);
    tree.put("figure", figure.wireName());
    tree.put("unit", limits.unit().ucum());
    for (LimitKind kind :
        List.of(LimitKind.HARD_MIN, LimitKind.SOFT_MIN, LimitKind.SOFT_MAX, LimitKind.HARD_MAX)) {
      limits
          .find(kind)
          .ifPresent(
              limit -> tree.put(kind.wireName().replace('-', '_'), Wording.figure(limit.value())));
    }
    limits.initial().ifPresent(initial -> tree.put("initial", Wording.figure(initial)));
    limits.step().ifPresent(step -> tree.put("step", Wording.figure(step)));
    return tree;
  }

  private static void put(Map<String, Object> tree, String name, Optional<Quantity> quantity) {
    quantity.ifPresent(found -> tree.put(name, found.toString()));
  }
}
