// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.compare;

import static io.pumpbridge.druglibrary.lab.Edits.CLEAN;
import static io.pumpbridge.druglibrary.lab.Edits.adding;
import static io.pumpbridge.druglibrary.lab.Edits.first;
import static io.pumpbridge.druglibrary.lab.Edits.last;
import static io.pumpbridge.druglibrary.lab.Edits.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.compare.Change.Direction;
import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.lab.Examples;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LibraryDiffTest {

  private static List<Change> compare(String before, String after) throws Exception {
    return LibraryDiff.compare(
        LibraryReader.read(Examples.bytes(before)), LibraryReader.read(Examples.bytes(after)));
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of(
            "LOOSER norepinephrine, ICU: hard max 2 → 3 mcg/kg/min",
            first("\"hard_max\": \"2\"", "\"hard_max\": \"3\"")),
        Arguments.of(
            "LOOSER norepinephrine, ICU: hard max 2 mcg/kg/min → none",
            first(", \"hard_max\": \"2\",", ",")),
        Arguments.of(
            "LOOSER norepinephrine, ICU: soft min 0.02 → 0.01 mcg/kg/min",
            first("\"soft_min\": \"0.02\"", "\"soft_min\": \"0.01\"")),
        Arguments.of(
            "LOOSER heparin (thrombosis), Ward: bolus rate hard max 900 mL/h → none",
            last(", \"rate\": { \"unit\": \"mL/h\", \"hard_max\": \"900\" }", "")),
        Arguments.of(
            "LOOSER morphine, ICU: PCA lockout hard min 5 → 4 min",
            first(
                "\"lockout\": { \"unit\": \"min\", \"hard_min\": \"5\" }",
                "\"lockout\": { \"unit\": \"min\", \"hard_min\": \"4\" }")),
        Arguments.of(
            "LOOSER morphine, ICU: PCA accumulated dose over 4 → 3 h",
            first("\"over\": { \"value\": \"4\"", "\"over\": { \"value\": \"3\"")),
        Arguments.of(
            "LOOSER morphine, ICU: clinicians' boluses no longer count in the accumulated dose",
            first("\"with_bolus\": true", "\"with_bolus\": false")),
        Arguments.of("LOOSER ICU: maximum rate 999 → 1200 mL/h", first("\"999\"", "\"1200\"")),
        Arguments.of("LOOSER ICU: minimum weight 40 → 30 kg", first("\"40\"", "\"30\"")),
        Arguments.of("LOOSER library: rounding tolerance 5 → 7.5 %", first("\"5\"", "\"7.5\"")),
        Arguments.of(
            "STRICTER norepinephrine, ICU: hard max 2 mcg/kg/min → 96 mcg/kg/h",
            first(
                "\"unit\": \"ug/kg/min\", \"hard_min\": \"0.005\", \"soft_min\": \"0.02\","
                    + " \"soft_max\": \"1\", \"hard_max\": \"2\", \"initial\": \"0.05\", \"step\":"
                    + " \"0.01\"",
                "\"unit\": \"ug/kg/h\", \"hard_min\": \"0.3\", \"soft_min\": \"1.2\","
                    + " \"soft_max\": \"60\", \"hard_max\": \"96\", \"initial\": \"3\", \"step\":"
                    + " \"0.6\"")),
        Arguments.of(
            "STRICTER ICU: soft limits now hold for everybody", first("may-be-overridden", "hold")),
        Arguments.of(
            "CHANGED norepinephrine, ICU: concentration 4 mg in 250 mL → 8 mg in 250 mL",
            first("\"amount\": \"4\"", "\"amount\": \"8\"")),
        Arguments.of(
            "CHANGED norepinephrine, ICU: concentration 4 mg in 250 mL → 8 mg in 500 mL (as"
                + " strong)",
            first(
                "\"amount\": \"4\", \"amount_unit\": \"mg\", \"volume\": \"250\"",
                "\"amount\": \"8\", \"amount_unit\": \"mg\", \"volume\": \"500\"")),
        Arguments.of(
            "CHANGED norepinephrine, ICU: unit mcg/kg/min → mcg/min, so limits cannot be compared:"
                + " hard max 2 mcg/kg/min, soft max 1 mcg/kg/min, soft min 0.02 mcg/kg/min, hard"
                + " min 0.005 mcg/kg/min → hard max 2 mcg/min, soft max 1 mcg/min, soft min 0.02"
                + " mcg/min, hard min 0.005 mcg/min",
            first("ug/kg/min", "ug/min")),
        Arguments.of(
            "CHANGED norepinephrine, ICU: initial value 0.05 → 0.1 mcg/kg/min",
            first("\"initial\": \"0.05\"", "\"initial\": \"0.1\"")),
        Arguments.of(
            "CHANGED norepinephrine, ICU: no longer high-alert",
            first("\"high_alert\": true", "\"high_alert\": false")),
        Arguments.of(
            "CHANGED norepinephrine, ICU: edition '2026-03-01' → '2026-04-01'",
            first("2026-03", "2026-04")),
        Arguments.of(
            "CHANGED norepinephrine, ICU: advisory none → 'central line'",
            first("\"high_alert\"", "\"advisory\": \"central line\", \"high_alert\"")),
        Arguments.of(
            "ADDED norepinephrine, ICU: now in the library as 16 mg in 250 mL",
            adding(line("norepinephrine").replace("\"amount\": \"4\"", "\"amount\": \"16\""))),
        Arguments.of(
            "ADDED vancomycin, ICU: loading now in the library",
            first(
                "\"intermittent\"",
                "\"loading\": { \"dose\": { \"unit\": \"mg\" } }, \"intermittent\"")),
        Arguments.of(
            "ADDED Cellar: care area now in the library, with 0 lines",
            first(
                "\"care_areas\": [",
                "\"care_areas\": [{ \"name\": \"Cellar\", \"entries\": [] },")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void eachChangeIsSaidOnceInClinicalWordsAndTheOtherWayRoundAsItsOpposite(
      String expected, String after) throws Exception {
    List<Change> changes = compare(CLEAN, after);
    assertThat(changes)
        .extracting(change -> change.direction() + " " + change.message())
        .containsExactly(expected);
    Map<Direction, Direction> opposite = new EnumMap<>(Direction.class);
    opposite.put(Direction.LOOSER, Direction.STRICTER);
    opposite.put(Direction.STRICTER, Direction.LOOSER);
    opposite.put(Direction.ADDED, Direction.REMOVED);
    opposite.put(Direction.CHANGED, Direction.CHANGED);
    List<Change> back = compare(after, CLEAN);
    assertThat(back)
        .extracting(Change::direction)
        .containsExactly(opposite.get(changes.get(0).direction()));
    assertThat(back.get(0).before()).isEqualTo(changes.get(0).after());
    assertThat(back.get(0).after()).isEqualTo(changes.get(0).before());
  }

  @Test
  void theSameMeaningInOtherWordsIsNoChange() throws Exception {
    String other =
        first("\"version\": 3", "\"version\": 4")
            .replace(
                "\"unit\": \"mg\", \"soft_max\": \"2000\", \"hard_max\": \"3000\"",
                "\"unit\": \"g\", \"soft_max\": \"2\", \"hard_max\": \"3.0\"")
            .replace(
                "\"unit\": \"min\", \"hard_min\": \"30\", \"soft_min\": \"60\"",
                "\"unit\": \"h\", \"hard_min\": \"0.5\", \"soft_min\": \"1\"")
            .replace(
                "\"amount\": \"500\", \"amount_unit\": \"mg\"",
                "\"amount\": \"0.5\", \"amount_unit\": \"g\"");
    assertThat(other).isNotEqualTo(CLEAN);
    assertThat(compare(CLEAN, other)).isEmpty();
  }

  @Test
  void theOrderOfLinesIsNoChange() throws Exception {
    String heparin = line("heparin");
    String vancomycin = line("vancomycin");
    String other = CLEAN.replaceFirst("(?s)(.*?)" + Pattern.quote(vancomycin + ",\n"), "$1");
    other = Examples.with(other, heparin + ",\n", heparin + ",\n" + vancomycin + ",\n");
    assertThat(other).isNotEqualTo(CLEAN);
    assertThat(compare(CLEAN, other)).isEmpty();
  }

  @Test
  void whatLoosensComesFirst() throws Exception {
    String after =
        first("may-be-overridden", "hold")
            .replace("\"hard_max\": \"2\"", "\"hard_max\": \"3\"")
            .replace("\"Adult\"", "\"Adults\"");
    assertThat(compare(CLEAN, after))
        .extracting(Change::direction)
        .containsExactly(Direction.LOOSER, Direction.STRICTER, Direction.CHANGED);
  }

  @Test
  void programsGetUcumAndPeopleDoNot() throws Exception {
    Change change = compare(CLEAN, first("\"hard_max\": \"2\"", "\"hard_max\": \"3\"")).get(0);
    assertThat(change.before()).contains("2 ug/kg/min");
    assertThat(change.after()).contains("3 ug/kg/min");
    assertThat(change.what()).isEqualTo("hard-max");
    assertThat(change.where().mode()).contains("continuous");
    assertThat(change.message()).doesNotContain("ug");
  }

  @Test
  void whereADrugHasSeveralLinesItsPreparationIsNamed() throws Exception {
    String two = adding(line("norepinephrine").replace("\"amount\": \"4\"", "\"amount\": \"16\""));
    assertThat(compare(two, Examples.with(two, "\"hard_max\": \"2\"", "\"hard_max\": \"1.5\"")))
        .extracting(Change::message)
        .containsExactly("norepinephrine 16 mg in 250 mL, ICU: hard max 2 → 1.5 mcg/kg/min");
  }

  @Test
  void aLineIsComparedWithTheOneInItsBagThatIsDosedAlike() throws Exception {
    String flat = line("norepinephrine").replace("ug/kg/min", "ug/min");
    String two = adding(flat);
    String other =
        Examples.with(two, flat, flat.replace("\"hard_max\": \"2\"", "\"hard_max\": \"1.5\""));
    assertThat(compare(two, other))
        .extracting(Change::message)
        .containsExactly("norepinephrine 4 mg in 250 mL, ICU: hard max 2 → 1.5 mcg/min");
    assertThat(compare(CLEAN, two))
        .extracting(change -> change.direction() + " " + change.message())
        .containsExactly("ADDED norepinephrine, ICU: now in the library as 4 mg in 250 mL");
  }

  @Test
  void aLineIsComparedWithTheOneInItsVeryBagBeforeOthersAsStrong() throws Exception {
    String large =
        line("norepinephrine")
            .replace(
                "\"amount\": \"4\", \"amount_unit\": \"mg\", \"volume\": \"250\"",
                "\"amount\": \"8\", \"amount_unit\": \"mg\", \"volume\": \"500\"");
    String two = adding(large);
    String other =
        Examples.with(two, large, large.replace("\"hard_max\": \"2\"", "\"hard_max\": \"1.5\""));
    assertThat(compare(two, other))
        .extracting(Change::message)
        .containsExactly("norepinephrine 8 mg in 500 mL, ICU: hard max 2 → 1.5 mcg/kg/min");
  }
}
