// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import static io.pumpbridge.druglibrary.lab.Edits.adding;
import static io.pumpbridge.druglibrary.lab.Edits.first;
import static io.pumpbridge.druglibrary.lab.Edits.last;
import static io.pumpbridge.druglibrary.lab.Edits.line;

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
  private static final String EMPTY_AREA =
      "{ \"name\": \"Cellar\", \"maximum_rate\": { \"value\": \"9\", \"unit\": \"mL/h\" },"
          + " \"entries\": [] }";

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
    return Stream.of(limits(), preparations(), names(), areas(), sources()).flatMap(List::stream);
  }

  private static List<Case> limits() {
    String dose = ICU + ".entries[0].continuous.dose";
    String vancomycin = ICU + ".entries[1].intermittent.dose";
    return List.of(
        new Case(Rule.MALFORMED, dose, first("\"soft_min\": \"0.02\"", "\"soft_min\": \"3\"")),
        new Case(Rule.HIGH_ALERT_NO_HARD_MAX, dose, first(", \"hard_max\": \"2\",", ",")),
        new Case(
            Rule.HARD_MAX_MISSES_TENFOLD,
            dose,
            first("\"hard_max\": \"2\"", "\"hard_max\": \"10\"")),
        new Case(
            Rule.HIGH_ALERT_NO_MINIMUM,
            dose,
            first("\"hard_min\": \"0.005\", \"soft_min\": \"0.02\", ", "")),
        new Case(
            Rule.INITIAL_OUTSIDE_SOFT,
            dose + ".initial",
            first("\"initial\": \"0.05\"", "\"initial\": \"0.01\"")),
        new Case(
            Rule.STEP_TOO_LARGE, dose + ".step", first("\"step\": \"0.01\"", "\"step\": \"2\"")),
        new Case(Rule.DOSED_BY_VOLUME, dose + ".unit", first("ug/kg/min", "mL/h")),
        new Case(Rule.UNIT_UNUSUAL, dose + ".unit", first("ug/kg/min", "ug/kg/s")),
        new Case(
            Rule.ERROR_PRONE_NOTATION, dose, first("\"hard_max\": \"2\"", "\"hard_max\": \"2.0\"")),
        new Case(
            Rule.ROUNDING_TOO_COARSE,
            dose,
            first("\"soft_min\": \"0.02\"", "\"soft_min\": \"0.005\"")),
        new Case(
            Rule.UNITS_MIXED,
            ICU + ".entries[1].continuous.dose.unit",
            adding(norepinephrine("8").replace("ug/kg/min", "ug/min"))),
        new Case(Rule.UNITS_VARY, WARD + ".entries[0].continuous.dose.unit", last("U/kg/h", "U/h")),
        new Case(
            Rule.OFF_BY_TEN,
            WARD + ".entries[0].continuous.dose.hard_max",
            last("\"hard_max\": \"40\"", "\"hard_max\": \"400\"")),
        new Case(
            Rule.OFF_BY_TEN,
            WARD + ".entries[0].bolus.dose.soft_max",
            last("\"soft_max\": \"80\"", "\"soft_max\": \"0.08\"")),
        new Case(
            Rule.HIGH_ALERT_SPEED_UNLIMITED,
            ICU + ".entries[2].bolus.rate",
            first(", \"rate\": { \"unit\": \"mL/h\", \"hard_max\": \"900\" }", "")),
        new Case(
            Rule.PCA_NO_LOCKOUT,
            ICU + ".entries[3].pca.lockout",
            first("\"lockout\": { \"unit\": \"min\", \"hard_min\": \"5\" }, ", "")),
        new Case(
            Rule.PCA_NO_ACCUMULATED_LIMIT,
            ICU + ".entries[3].pca.accumulated_dose",
            first("\"hard_max\": \"30\", ", "")),
        new Case(
            Rule.ZERO_MAXIMUM,
            vancomycin,
            first("\"soft_max\": \"2000\", \"hard_max\": \"3000\"", "\"hard_max\": \"0\"")),
        new Case(
            Rule.SOFT_EQUALS_HARD,
            vancomycin + ".soft_max",
            first("\"soft_max\": \"2000\"", "\"soft_max\": \"3000\"")),
        new Case(Rule.NO_HARD_MAX, vancomycin, first(", \"hard_max\": \"3000\"", "")),
        new Case(
            Rule.NO_LIMITS,
            ICU + ".entries[1].intermittent.duration",
            first(", \"hard_min\": \"30\", \"soft_min\": \"60\"", "")),
        new Case(
            Rule.NO_ROUNDING_TOLERANCE,
            "$.rounding_tolerance",
            first("\"rounding_tolerance\": { \"value\": \"5\", \"unit\": \"%\" },", "")));
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

  private static List<Case> names() {
    return List.of(
        new Case(
            Rule.HIGH_ALERT_NOT_MARKED,
            ICU + ".entries[0].high_alert",
            first("\"high_alert\": true", "\"high_alert\": false")),
        new Case(
            Rule.HIGH_ALERT_INCONSISTENT,
            WARD + ".entries[0].high_alert",
            last("\"high_alert\": true", "\"high_alert\": false")),
        new Case(Rule.NAME_VARIANT, WARD + ".entries[0].drug", last("\"heparin\"", "\"Heparin\"")),
        new Case(
            Rule.NAME_VARIANT,
            WARD + ".entries[0].drug",
            last("\"heparin\"", "\"heparin sodium\"")),
        new Case(Rule.NAME_VARIANT, WARD + ".name", first("\"Ward\"", "\"I.C.U.\"")),
        new Case(
            Rule.LOOK_ALIKE,
            WARD + ".entries[1].drug",
            first("\"vancomycin\"", "\"hydralazine\"")
                .replace("sodium chloride 0.9%", "hydroxyzine")),
        new Case(
            Rule.LOOK_ALIKE_PART,
            ICU + ".entries[3].drug",
            first("\"vancomycin\"", "\"hydromorphone\"")),
        new Case(
            Rule.NAMES_DIFFER_IN_NUMBER,
            WARD + ".entries[1].drug",
            first("\"vancomycin\"", "\"sodium chloride 3%\"")),
        new Case(Rule.RXNORM_CONFLICT, ICU + ".entries[1].rxnorm", first("11124", "7512")),
        new Case(
            Rule.ERROR_PRONE_NOTATION,
            ICU + ".entries[1].drug",
            first("\"vancomycin\"", "\"MTX\"")),
        new Case(
            Rule.ERROR_PRONE_NOTATION,
            ICU + ".entries[2].therapy",
            first("\"thrombosis\"", "\"thrombosis .5\"")));
  }

  private static List<Case> areas() {
    String rate = "\"maximum_rate\": { \"value\": \"999\", \"unit\": \"mL/h\" }";
    String heaviest = "\"maximum_weight\": { \"value\": \"250\", \"unit\": \"kg\" }";
    String weights =
        "\"minimum_weight\": { \"value\": \"40\", \"unit\": \"kg\" },\n      " + heaviest;
    return List.of(
        new Case(
            Rule.KVO_ABOVE_MAXIMUM_RATE,
            ICU + ".maximum_kvo_rate",
            first("\"value\": \"20\"", "\"value\": \"1000\"")),
        new Case(Rule.AREA_WITHOUT_MAXIMUM_RATE, ICU, first(rate + ",", "")),
        new Case(
            Rule.AREA_EMPTY,
            ICU + ".entries",
            first("\"care_areas\": [", "\"care_areas\": [" + EMPTY_AREA + ",")),
        new Case(Rule.AREA_SIZE_UNLIMITED, ICU, first(heaviest + ",", "")),
        new Case(Rule.AREA_SIZE_UNLIMITED, ICU, first("\"unit\": \"mg\"", "\"unit\": \"mg/m2\"")),
        new Case(
            Rule.AREA_DEVICE_LIMITS_INCOMPLETE,
            ICU,
            first("\"maximum_vtbi\": { \"value\": \"3000\", \"unit\": \"mL\" },", "")),
        new Case(Rule.SOFT_LIMITS_HOLD, ICU + ".soft_limits", first("may-be-overridden", "hold")),
        new Case(
            Rule.DOSE_UNREACHABLE,
            ICU + ".entries[0].continuous.dose",
            first(rate, rate.replace("999", "1"))),
        new Case(
            Rule.LIMIT_BEYOND_MAXIMUM_RATE,
            ICU + ".entries[0].continuous.dose",
            first(rate, rate.replace("999", "100"))),
        new Case(
            Rule.WEIGHTS_UNCOVERED,
            WARD + ".minimum_weight",
            last(weights, weights.replace("250", "300").replace("40", "260"))),
        new Case(
            Rule.WEIGHTS_OVERLAP,
            ICU + ".minimum_weight",
            last(weights, weights.replace("250", "45"))));
  }

  private static List<Case> sources() {
    String source = "Drug committee, decision 17";
    return List.of(
        new Case(
            Rule.EDITION_OLD, ICU + ".entries[0].edition", first("\"2026-03\"", "\"2025-11\"")),
        new Case(
            Rule.EDITION_IN_FUTURE, ICU + ".entries[0].edition", first("\"2026-03\"", "\"2027\"")),
        new Case(Rule.SOURCE_VAGUE, ICU + ".entries[0].source", first(source, "Per pharmacy")),
        new Case(
            Rule.NOT_FOR_CLINICAL_USE,
            ICU + ".entries[0].source",
            first(source, "Not for clinical use")));
  }
}
