// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.Limits;
import io.pumpbridge.model.dose.ModeLimits;
import io.pumpbridge.model.dose.Preparation;
import io.pumpbridge.model.dose.Source;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one line of a library: a drug in one preparation, and its limits. */
final class EntryReader {
  private static final Set<String> ENTRY =
      Set.of(
          "drug",
          "therapy",
          "rxnorm",
          "concentration",
          "wildcard",
          "diluent",
          "continuous",
          "bolus",
          "loading",
          "intermittent",
          "pca",
          "high_alert",
          "advisory",
          "source",
          "edition");
  private static final Set<String> LIMITS =
      Set.of("unit", "hard_min", "soft_min", "soft_max", "hard_max", "initial", "step");
  private static final Set<String> WINDOW = Set.of("over", "with_bolus");
  private static final Set<String> ACCUMULATED = union(LIMITS, WINDOW);
  private static final Set<String> TIME = Set.of("value", "unit");

  /** A year, a month or a day. */
  private static final Pattern EDITION = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?");

  private final Pool pool = new Pool();

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  DrugEntry read(Fields fields) throws DocumentException {
    fields.refuseOthersThan(ENTRY);
    String drug = pool.text(SafeText.name(fields, "drug"));
    Optional<String> therapy = name(fields, "therapy");
    Preparation preparation = preparation(fields);
    List<ModeLimits> modes = new ArrayList<>(1);
    for (DeliveryMode mode : DeliveryMode.values()) {
      if (fields.has(mode.wireName())) {
        modes.add(mode(fields.fields(mode.wireName()), mode));
      }
    }
    DrugEntry.Details details = details(fields);
    return DoseFields.make(fields, () -> new DrugEntry(drug, therapy, preparation, modes, details));
  }

  private DrugEntry.Details details(Fields fields) throws DocumentException {
    boolean highAlert =
        fields
            .findFlag("high_alert")
            .orElseThrow(
                () -> new DocumentException(SafeText.place(fields, "high_alert"), "is missing"));
    Optional<String> diluent = name(fields, "diluent");
    Optional<String> advisory =
        fields.has("advisory") ? pool.some(SafeText.source(fields, "advisory")) : Optional.empty();
    Optional<String> rxNorm = fields.findText("rxnorm").flatMap(pool::some);
    Source source = pool.source(new Source(SafeText.source(fields, "source"), edition(fields)));
    return DoseFields.make(
        fields, () -> new DrugEntry.Details(highAlert, diluent, advisory, rxNorm, source));
  }

  private Optional<String> name(Fields fields, String field) throws DocumentException {
    return fields.has(field) ? pool.some(SafeText.name(fields, field)) : Optional.empty();
  }

  private static LocalDate edition(Fields fields) throws DocumentException {
    Matcher matcher = EDITION.matcher(fields.text("edition"));
    try {
      if (matcher.matches()) {
        return LocalDate.of(
            Integer.parseInt(matcher.group(1)),
            matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2)),
            matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3)));
      }
    } catch (DateTimeException e) {
      // falls through: the shape is right, but there is no such day
    }
    throw new DocumentException(
        SafeText.place(fields, "edition"), "must be a date such as 2026, 2026-06 or 2026-06-01");
  }

  /** A fixed concentration, or a wildcard with limits, or neither: then it is a fluid. */
  private Preparation preparation(Fields fields) throws DocumentException {
    boolean fixed = fields.has("concentration");
    boolean wildcard = fields.has("wildcard");
    if (fixed && wildcard) {
      throw new DocumentException(
          SafeText.place(fields, "wildcard"), "cannot stand beside a fixed concentration");
    }
    if (wildcard) {
      Fields said = fields.fields("wildcard");
      said.refuseOthersThan(LIMITS);
      Limits limits = limits(said);
      return DoseFields.make(said, () -> new Preparation.Wildcard(limits));
    }
    if (fixed) {
      Concentration concentration = DoseFields.concentration(fields);
      return new Preparation.Fixed(concentration);
    }
    return new Preparation.Fluid();
  }

  private ModeLimits mode(Fields fields, DeliveryMode mode) throws DocumentException {
    Set<String> known = new HashSet<>();
    for (Figure figure : mode.figures()) {
      known.add(figure.fieldName());
    }
    fields.refuseOthersThan(known);
    Map<Figure, Limits> figures = new EnumMap<>(Figure.class);
    Optional<ModeLimits.Window> window = Optional.empty();
    for (Figure figure : mode.figures()) {
      Optional<Fields> said = fields.findFields(figure.fieldName());
      if (said.isPresent()) {
        boolean accumulated = figure == Figure.ACCUMULATED_DOSE;
        said.get().refuseOthersThan(accumulated ? ACCUMULATED : LIMITS);
        figures.put(figure, limits(said.get()));
        window = accumulated ? Optional.of(window(said.get())) : window;
      }
    }
    Optional<ModeLimits.Window> over = window;
    return DoseFields.make(fields, () -> new ModeLimits(mode, figures, over));
  }

  private static ModeLimits.Window window(Fields fields) throws DocumentException {
    Fields over = fields.fields("over");
    over.refuseOthersThan(TIME);
    Quantity time = new Quantity(DoseFields.decimal(over, "value"), DoseFields.unit(over, "unit"));
    boolean withBolus =
        fields
            .findFlag("with_bolus")
            .orElseThrow(
                () -> new DocumentException(SafeText.place(fields, "with_bolus"), "is missing"));
    return DoseFields.make(over, () -> new ModeLimits.Window(time, withBolus));
  }

  private Limits limits(Fields fields) throws DocumentException {
    Unit unit = DoseFields.unit(fields, "unit");
    Optional<BigDecimal> hardMin = figure(fields, "hard_min");
    Optional<BigDecimal> softMin = figure(fields, "soft_min");
    Optional<BigDecimal> softMax = figure(fields, "soft_max");
    Optional<BigDecimal> hardMax = figure(fields, "hard_max");
    Optional<BigDecimal> initial = figure(fields, "initial");
    Optional<BigDecimal> step = figure(fields, "step");
    return DoseFields.make(
        fields, () -> new Limits(unit, hardMin, softMin, softMax, hardMax, initial, step));
  }

  private Optional<BigDecimal> figure(Fields fields, String name) throws DocumentException {
    return fields.has(name) ? pool.figure(DoseFields.decimal(fields, name)) : Optional.empty();
  }
}
