// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static io.pumpbridge.druglibrary.document.Refusals.refused;
import static io.pumpbridge.druglibrary.lab.Examples.LIBRARY;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong in a library is refused with its place. */
class MalformedLibraryTest {
  private static final String FIRST = "$.care_areas[0].entries[0]";
  private static final String AREA = "$.care_areas[0]";
  private static final String HEPARIN = AREA + ".entries[4]";
  private static final String MORPHINE = AREA + ".entries[5]";
  private static final String DOSE = FIRST + ".continuous.dose";

  /** What to replace in the example, by what, and where the complaint must point. */
  static Stream<Arguments> malformed() {
    return Stream.of(
        // not what it says it is
        change("\"pump-bridge-library-1\"", "\"pump-bridge-library-2\"", "$.format"),
        change("\"pump-bridge-library-1\"", "1", "$.format"),
        change("\"format\": \"pump-bridge-library-1\",", "", "$.format"),
        // missing
        change("\"hospital\": \"Example Hospital\",", "", "$.hospital"),
        change("\"version\": 3,", "", "$.version"),
        change("\"drug\": \"norepinephrine\",", "", FIRST + ".drug"),
        change("\"unit\": \"ug/kg/min\",", "", DOSE + ".unit"),
        change("\"high_alert\": true,", "", FIRST + ".high_alert"),
        change("\"amount\": \"16\", ", "", FIRST + ".concentration.amount"),
        change("\"dose\": {", "\"dos\": {", FIRST + ".continuous.dos"),
        change(", \"entries\": []", "", "$.care_areas[1].entries"),
        // unknown, doubled, of the wrong kind
        change("\"version\": 3,", "\"version\": 3, \"note\": \"x\",", "$.note"),
        change("\"soft_max\": \"0.5\"", "\"soft_maximum\": \"0.5\"", DOSE + ".soft_maximum"),
        change(
            "\"unit\": \"mL/h\"", "\"unit\": \"mL/h\", \"x\": 1", "$.care_areas[0].maximum_rate.x"),
        change("\"version\": 3,", "\"version\": 3, \"version\": 3,", "$.version"),
        change(
            "\"soft_max\": \"0.5\"",
            "\"soft_max\": \"0.5\", \"soft_max\": \"5\"",
            DOSE + ".soft_max"),
        change("\"version\": 3", "\"version\": \"3\"", "$.version"),
        change("\"version\": 3", "\"version\": 3.0", "$.version"),
        change("\"version\": 3", "\"version\": 3e0", "$.version"),
        change("\"version\": 3", "\"version\": null", "$.version"),
        change("\"version\": 3", "\"version\": 9007199254740992", "$.version"),
        change("\"version\": 3", "\"version\": 9223372036854775808", "$.version"),
        change("\"version\": 3", "\"version\": 0", "$"),
        change("\"version\": 3", "\"version\": -1", "$"),
        change("\"high_alert\": true", "\"high_alert\": \"yes\"", FIRST + ".high_alert"),
        change("\"Example Hospital\"", "[\"Example Hospital\"]", "$.hospital"),
        change(
            "{ \"value\": \"999\", \"unit\": \"mL/h\" }",
            "\"999\"",
            "$.care_areas[0].maximum_rate"),
        // figures
        change("\"hard_max\": \"2\"", "\"hard_max\": 2", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": 2.0", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \"NaN\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \"2e0\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \"2,0\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \".2\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \"2.\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \"02\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \" 2\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \"\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \"٢\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \"1234567890123456789\"", DOSE + ".hard_max"),
        change("\"hard_max\": \"2\"", "\"hard_max\": \"0.4\"", DOSE),
        change("\"hard_min\": \"0.001\"", "\"hard_min\": \"-1\"", DOSE),
        change("\"soft_max\": \"0.5\"", "\"initial\": \"2.1\"", DOSE),
        change("\"soft_max\": \"0.5\"", "\"step\": \"0\"", DOSE),
        change("\"continuous\": {", "\"continuously\": {", FIRST + ".continuously"),
        change(
            "\"soft_limits\": \"may-be-overridden\"",
            "\"soft_limits\": \"may\"",
            AREA + ".soft_limits"),
        change("\"value\": \"5\", \"unit\": \"%\"", "\"value\": \"100\", \"unit\": \"%\"", "$"),
        change(
            "\"value\": \"5\", \"unit\": \"%\"",
            "\"value\": \"5\", \"unit\": \"mL\"", "$.rounding_tolerance.unit"),
        change("\"edition\": \"2026-03\"", "\"edition\": \"2026-13\"", FIRST + ".edition"),
        change("\"edition\": \"2026-03\"", "\"edition\": \"March\"", FIRST + ".edition"),
        change("\"edition\": \"2026-03-15\"", "\"edition\": \"2026-02-30\"", HEPARIN + ".edition"),
        change("\"rxnorm\": \"5224\"", "\"rxnorm\": \"05224\"", HEPARIN),
        change(
            "\"wildcard\": {",
            "\"concentration\": {\"amount\":\"1\",\"amount_unit\":\"U\",\"volume\":\"1\",\"volume_unit\":\"mL\"}, \"wildcard\": {",
            HEPARIN + ".wildcard"),
        change("\"unit\": \"U/mL\"", "\"unit\": \"U\"", HEPARIN + ".wildcard"),
        change("\"unit\": \"U/mL\"", "\"unit\": \"mg/mL\"", HEPARIN),
        change(
            "\"unit\": \"U/kg\", \"soft_max\"",
            "\"unit\": \"U/kg/h\", \"soft_max\"",
            HEPARIN + ".bolus"),
        change(
            "\"rate\": { \"unit\": \"mL/h\"",
            "\"duration\": { \"unit\": \"mL/h\"",
            HEPARIN + ".bolus.duration"),
        change(
            "\"over\": { \"value\": \"4\", \"unit\": \"h\" }, ",
            "",
            MORPHINE + ".pca.accumulated_dose.over"),
        change("\"unit\": \"h\" }", "\"unit\": \"mL\" }", MORPHINE + ".pca.accumulated_dose.over"),
        change(", \"with_bolus\": true", "", MORPHINE + ".pca.accumulated_dose.with_bolus"),
        change("\"entries\": []", "\"entries\": 0", "$.care_areas[1].entries"),
        change("\"entries\": []", "\"entries\": {}", "$.care_areas[1].entries"),
        change("\"entries\": []", "\"entries\": [1]", "$.care_areas[1].entries[0]"),
        change("\"hard_min\": \"0.001\"", "\"hard_min\": \"0.02\"", DOSE),
        change("\"amount\": \"16\"", "\"amount\": \"0\"", FIRST + ".concentration"),
        change("\"volume\": \"250\"", "\"volume\": \"-250\"", FIRST + ".concentration"),
        change("\"999\"", "\"0\"", "$.care_areas[0].maximum_rate.value"),
        change("\"999\"", "\"0999\"", "$.care_areas[0].maximum_rate.value"),
        change("\"value\": \"40\"", "\"value\": \"251\"", "$.care_areas[0]"),
        // units
        change("\"unit\": \"ug/kg/min\"", "\"unit\": \"mcg/kg/min\"", DOSE + ".unit"),
        change("\"unit\": \"ug/kg/min\"", "\"unit\": \"U/h\"", FIRST),
        change("\"unit\": \"ug/kg/min\"", "\"unit\": \"ug/kg\"", FIRST + ".continuous"),
        change("\"unit\": \"ug/kg/min\"", "\"unit\": \"kg/min\"", DOSE + ".unit"),
        change("\"amount_unit\": \"mg\"", "\"amount_unit\": \"mL\"", FIRST + ".concentration"),
        change(
            "\"amount_unit\": \"mg\"",
            "\"amount_unit\": \"MG\"",
            FIRST + ".concentration.amount_unit"),
        change("\"volume_unit\": \"mL\"", "\"volume_unit\": \"mg\"", FIRST + ".concentration"),
        change("\"unit\": \"mL/h\"", "\"unit\": \"L/h\"", "$.care_areas[0].maximum_rate.unit"),
        change("\"unit\": \"kg\"", "\"unit\": \"g\"", "$.care_areas[0].minimum_weight.unit"),
        // names
        change("\"norepinephrine\"", "\"\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\" norepinephrine\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\"norepi  nephrine\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\"norepi\\u0000nephrine\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\"norepi\\nnephrine\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\"norepi\\u200bnephrine\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\"\\u202enirhpenipe\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\"n\\u043erepinephrine\"", FIRST + ".drug"), // Cyrillic o
        change("\"norepinephrine\"", "\"n\\u03bfrepinephrine\"", FIRST + ".drug"), // Greek o
        change("\"norepinephrine\"", "\"e\\u0301pinephrine\"", FIRST + ".drug"), // not NFC
        change("\"norepinephrine\"", "\"\\uff4eorepinephrine\"", FIRST + ".drug"), // full width
        change("\"norepinephrine\"", "\"norepinephrin\\u0435\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\"nore\\ud83d\"", FIRST + ".drug"), // half a pair
        change("\"norepinephrine\"", "\"nore\\ud83d\\ude00\"", FIRST + ".drug"), // a smiley
        change("\"norepinephrine\"", "\"<b>norepinephrine</b>\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\"" + "x".repeat(101) + "\"", FIRST + ".drug"),
        change("\"norepinephrine\"", "\"" + "x".repeat(2_000) + "\"", FIRST + ".drug"),
        change("\"Nursery\"", "\"ICU\"", "$.care_areas[1].name"),
        change("\"insulin regular\"", "\"--\"", "$.care_areas[0].entries[1].drug"));
  }

  private static Arguments change(String what, String by, String place) {
    return Arguments.of(what, by, place);
  }

  @ParameterizedTest(name = "{1} at {2}")
  @MethodSource("malformed")
  void whatIsMalformedIsRefusedWithItsPlace(String what, String by, String place) {
    assertThat(refused(with(LIBRARY, what, by)).path()).isEqualTo(place);
  }

  @Test
  void aDrugThatStandsTwiceInOneBagDosedAlikeIsRefusedAtItsArea() {
    String doubled =
        with(
            with(
                with(LIBRARY, "\"insulin regular\"", "\"norepinephrine\""),
                "{ \"amount\": \"100\", \"amount_unit\": \"U\", \"volume\": \"100\"",
                "{ \"amount\": \"16000\", \"amount_unit\": \"ug\", \"volume\": \"250\""),
            "\"U/h\"",
            "\"mg/kg/h\"");
    assertThat(refused(doubled).path()).isEqualTo("$.care_areas[0]");
    assertThat(refused(doubled).problem()).contains("twice");
  }
}
