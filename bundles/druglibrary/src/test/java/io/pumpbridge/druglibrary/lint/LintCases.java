// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import static io.pumpbridge.druglibrary.lab.Edits.adding;
import static io.pumpbridge.druglibrary.lab.Edits.first;
import static io.pumpbridge.druglibrary.lab.Edits.last;
import static io.pumpbridge.druglibrary.lab.Edits.line;

import io.pumpbridge.druglibrary.lab.Examples;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** For each rule a library that it finds something in. */
final class LintCases {
  private static final String ICU = "$.care_areas[0]";
  private static final String WARD = "$.care_areas[1]";
  private static final String FIXED =
      "\"concentration\": { \"amount\": \"4\", \"amount_unit\": \"mg\", \"volume\": \"250\","
          + " \"volume_unit\": \"mL\" }";
  private static final String OF_VANCOMYCIN =
      "\"concentration\": { \"amount\": \"500\", \"amount_unit\": \"mg\", \"volume\": \"100\","
          + " \"volume_unit\": \"mL\" }";

  private LintCases() {}

  /**
   * @param path of one of its findings
   */
  record Case(Rule rule, String path, String document) {
    @Override
    public String toString() {
      return rule.code() + " at " + path;
    }
  }

  private static String norepinephrine(String amount) {
    return line("norepinephrine").replace("\"amount\": \"4\"", "\"amount\": \"" + amount + "\"");
  }

  static Stream<Case> cases() {
    return Stream.of(replacements(), preparations(), others()).flatMap(List::stream);
  }

  /** One text by another. */
  private static List<Case> replacements() {
    return Examples.read("/examples/lint-cases.txt")
        .lines()
        .filter(row -> !row.startsWith("#"))
        .map(LintCases::replacement)
        .toList();
  }

  private static Case replacement(String row) {
    List<String> cells = Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
    String path = cells.get(1).replace("ICU", ICU).replace("WARD", WARD);
    String document =
        switch (cells.get(2)) {
          case "first" -> first(cells.get(3), cells.get(4));
          case "last" -> last(cells.get(3), cells.get(4));
          default -> throw new AssertionError("neither first nor last: " + row);
        };
    return new Case(Rule.valueOf(cells.get(0)), path, document);
  }

  private static List<Case> preparations() {
    String open = "\"wildcard\": { \"unit\": \"mg/mL\" }";
    String fenced =
        "\"wildcard\": { \"unit\": \"mg/mL\", \"hard_min\": \"1\", \"hard_max\": \"9\" }";
    return List.of(
        new Case(Rule.DUPLICATE_LINE, ICU + ".entries[1]", adding(line("norepinephrine"))),
        new Case(
            Rule.HIGH_ALERT_WILDCARD_UNLIMITED, ICU + ".entries[0].wildcard", first(FIXED, open)),
        new Case(Rule.HIGH_ALERT_WILDCARD, ICU + ".entries[0].wildcard", first(FIXED, fenced)),
        new Case(Rule.WILDCARD_UNLIMITED, ICU + ".entries[1].wildcard", first(OF_VANCOMYCIN, open)),
        new Case(Rule.WILDCARDS, ICU + ".entries", first(OF_VANCOMYCIN, fenced)),
        new Case(Rule.WILDCARDS, "$", first(OF_VANCOMYCIN, fenced)),
        new Case(
            Rule.CONCENTRATION_OFF,
            ICU + ".entries[0].concentration",
            adding(norepinephrine("400"))),
        new Case(
            Rule.CONCENTRATION_TENFOLD,
            ICU + ".entries[0].concentration",
            adding(norepinephrine("40"))),
        new Case(
            Rule.CONCENTRATIONS_MANY,
            ICU + ".entries[0]",
            adding(norepinephrine("8"), norepinephrine("16"), norepinephrine("32"))),
        new Case(
            Rule.SUBSTANCE_DIFFERS,
            WARD + ".entries[0]",
            last(line("heparin").strip(), line("heparin").strip().replace("\"U", "\"mg"))));
  }

  private static List<Case> others() {
    String weights =
        "\"minimum_weight\": { \"value\": \"40\", \"unit\": \"kg\" },\n      "
            + "\"maximum_weight\": { \"value\": \"250\", \"unit\": \"kg\" }";
    return List.of(
        new Case(
            Rule.UNITS_MIXED,
            ICU + ".entries[1].continuous.dose.unit",
            adding(norepinephrine("8").replace("ug/kg/min", "ug/min"))),
        new Case(
            Rule.LOOK_ALIKE,
            WARD + ".entries[1].drug",
            first("\"vancomycin\"", "\"hydralazine\"")
                .replace("sodium chloride 0.9%", "hydroxyzine")),
        new Case(
            Rule.WEIGHTS_UNCOVERED,
            WARD + ".minimum_weight",
            last(weights, weights.replace("250", "300").replace("40", "260"))),
        new Case(
            Rule.WEIGHTS_OVERLAP,
            ICU + ".minimum_weight",
            last(weights, weights.replace("250", "45"))));
  }
}
