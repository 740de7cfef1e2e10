// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.csv;

import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column, and the field of a library that it fills.
 *
 * @param name as the header has it; for a line the path of its field, joined by underscores
 * @param path of the field within an entry or, of an area's column, within a care area
 */
record Column(String name, List<String> path, Kind kind) {
  enum Kind {
    TEXT,
    DECIMAL,
    UNIT,
    FLAG,
    /** A decimal of a care area; its unit is fixed and stands in the column's name. */
    RATE,
    VOLUME,
    WEIGHT,
    SURFACE,
    SOFT_LIMITS;

    boolean isOfArea() {
      return switch (this) {
        case TEXT, DECIMAL, UNIT, FLAG -> false;
        case RATE, VOLUME, WEIGHT, SURFACE, SOFT_LIMITS -> true;
      };
    }
  }

  static final String AREA = "care_area";
  static final String DRUG = "drug";

  /** Without these there is no line. */
  static final List<String> REQUIRED = List.of(AREA, DRUG, "high_alert", "source", "edition");

  private static final List<String> LIMITS =
      List.of("hard_min", "soft_min", "soft_max", "hard_max", "initial", "step");

  /** All there are, in the order in which they are documented. */
  static final Map<String, Column> ALL = all();

  private static Map<String, Column> all() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(AREA, List.of(), Kind.TEXT));
    columns.add(area("maximum_rate", "_ml_h", Kind.RATE));
    columns.add(area("maximum_kvo_rate", "_ml_h", Kind.RATE));
    columns.add(area("maximum_vtbi", "_ml", Kind.VOLUME));
    columns.add(area("minimum_weight", "_kg", Kind.WEIGHT));
    columns.add(area("maximum_weight", "_kg", Kind.WEIGHT));
    columns.add(area("maximum_bsa", "_m2", Kind.SURFACE));
    columns.add(area("soft_limits", "", Kind.SOFT_LIMITS));
    for (String text : List.of(DRUG, "therapy", "rxnorm")) {
      columns.add(of(Kind.TEXT, text));
    }
    columns.add(of(Kind.DECIMAL, "concentration", "amount"));
    columns.add(of(Kind.UNIT, "concentration", "amount_unit"));
    columns.add(of(Kind.DECIMAL, "concentration", "volume"));
    columns.add(of(Kind.UNIT, "concentration", "volume_unit"));
    limits(columns, "wildcard");
    columns.add(of(Kind.TEXT, "diluent"));
    for (DeliveryMode mode : DeliveryMode.values()) {
      for (Figure figure : mode.figures()) {
        limits(columns, mode.wireName(), figure.fieldName());
      }
    }
    window(columns);
    columns.add(of(Kind.FLAG, "high_alert"));
    for (String text : List.of("advisory", "source", "edition")) {
      columns.add(of(Kind.TEXT, text));
    }
    Map<String, Column> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.put(column.name(), column));
    return byName;
  }

  /** Over which an accumulated dose counts. */
  private static void window(List<Column> columns) {
    columns.add(
        new Column(
            "pca_accumulated_dose_over",
            List.of("pca", "accumulated_dose", "over", "value"),
            Kind.DECIMAL));
    columns.add(
        new Column(
            "pca_accumulated_dose_over_unit",
            List.of("pca", "accumulated_dose", "over", "unit"),
            Kind.UNIT));
    columns.add(of(Kind.FLAG, "pca", "accumulated_dose", "with_bolus"));
  }

  private static Column of(Kind kind, String... path) {
    return new Column(String.join("_", path), List.of(path), kind);
  }

  private static Column area(String field, String suffix, Kind kind) {
    return new Column(field + suffix, List.of(field), kind);
  }

  private static void limits(List<Column> columns, String... of) {
    List<String> path = new ArrayList<>(List.of(of));
    path.add("unit");
    columns.add(of(Kind.UNIT, path.toArray(String[]::new)));
    for (String limit : LIMITS) {
      path.set(path.size() - 1, limit);
      columns.add(of(Kind.DECIMAL, path.toArray(String[]::new)));
    }
  }
}
