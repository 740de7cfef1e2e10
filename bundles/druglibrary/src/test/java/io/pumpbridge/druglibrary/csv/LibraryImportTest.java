// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.csv.LibraryImport.Outcome;
import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LibraryImportTest {
  private static final String HEADER =
      "care_area,maximum_rate_ml_h,drug,concentration_amount,concentration_amount_unit,"
          + "concentration_volume,concentration_volume_unit,continuous_dose_unit,"
          + "continuous_dose_soft_max,continuous_dose_hard_max,high_alert,source,edition";
  private static final String AREA = "ICU,999,,,,,,,,,,,";
  private static final String LINE =
      "ICU,,norepinephrine,4,mg,250,mL,mcg/kg/min,1,2,yes,committee,2026-03";
  private static final String TABLE = HEADER + "\n" + AREA + "\n" + LINE + "\n";

  private static Outcome read(Bytes table) {
    return LibraryImport.read(
        table, new LibraryImport.Title("General", "Adult", 7, Optional.empty()));
  }

  private static Outcome read(String table) {
    return read(Examples.bytes(table));
  }

  private static List<String> mistakes(String table) {
    Outcome outcome = read(table);
    assertThat(outcome.document()).isEmpty();
    return outcome.mistakes().all().stream()
        .map(
            found ->
                found.line() + ":" + found.column() + " " + found.name() + ": " + found.problem())
        .toList();
  }

  private static DrugLibrary library(Outcome outcome) throws Exception {
    assertThat(outcome.mistakes().all()).isEmpty();
    return LibraryReader.read(Examples.bytes(outcome.document().orElseThrow()));
  }

  @Test
  void aTableBecomesALibraryThatAGatewayReads() throws Exception {
    DrugLibrary library = library(read(TABLE));
    assertThat(library.version()).isEqualTo(7);
    DrugEntry entry = library.findCareArea("ICU").orElseThrow().entries().get(0);
    assertThat(entry.preparation().toString()).isEqualTo("4 mg in 250 mL");
    assertThat(entry.modes().get(0).dose().unit().ucum()).isEqualTo("ug/kg/min");
    assertThat(library.findCareArea("ICU").orElseThrow().device().maximumRate().orElseThrow())
        .hasToString("999 mL/h");
  }

  @Test
  void whatSpreadsheetsAddIsTaken() {
    String expected = read(TABLE).document().orElseThrow();
    assertThat(read("\uFEFF" + TABLE.replace("\n", "\r\n")).document()).contains(expected);
    assertThat(read(TABLE + ",,,,,,,,,,,,\n\n").document()).contains(expected);
    assertThat(read(TABLE.strip()).document()).contains(expected);
    assertThat(
            read(TABLE.replace("committee", "\"committee\"").replace("care_area,", "Care Area,"))
                .document())
        .contains(expected);
  }

  @Test
  void aCellInQuotesHoldsCommasAndQuotes() {
    assertThat(read(TABLE.replace("committee", "\"committee, no. 5\"")).document().orElseThrow())
        .contains("\"committee, no. 5\"");
  }

  @ParameterizedTest
  @CsvSource({
    "mcg/kg/min, ug/kg/min",
    "\u00B5g/kg/min, ug/kg/min",
    "\u03BCg/kg/min, ug/kg/min",
    "nanogram/kg/min, ng/kg/min",
    "gram/hr, g/h",
    "units/kg/hour, U/kg/h",
    "milliunits/min, mU/min",
    "IU/h, [iU]/h",
    "mEq/h, meq/h",
    "mmol/hr, mmol/h",
    "micromol/min, umol/min",
    "ml/hr, mL/h",
    "mg/m\u00B2/day, mg/m2/d",
    "mg/h, mg/h"
  })
  void unitsOfSpreadsheetsBecomeUcum(String written, String ucum) {
    assertThat(CsvUnits.ucum(written)).contains(ucum);
  }

  @ParameterizedTest
  @CsvSource({"cc/h", "u/h", "mmole/h", "furlong", "mg/lb", "MG/h", "mg//h", "gtt/min"})
  void otherUnitsAreRefused(String written) {
    assertThat(CsvUnits.ucum(written)).isEmpty();
  }

  static Stream<Arguments> mistaken() {
    return Stream.of(
        Arguments.of(
            ",1,2,yes", ",\"1,5\",2,yes", "3:9 continuous_dose_soft_max: '1,5' has a comma"),
        Arguments.of(
            ",1,2,yes", ",1E+00,2,yes", "3:9 continuous_dose_soft_max: '1E+00' has an exponent"),
        Arguments.of(
            ",1,2,yes", ",.5,2,yes", "3:9 continuous_dose_soft_max: '.5' begins with a point"),
        Arguments.of(
            ",1,2,yes", ",one,2,yes", "3:9 continuous_dose_soft_max: It must be a plain decimal"),
        Arguments.of(
            ",1,2,yes", ",3,2,yes", "3:8 continuous_dose_unit: Soft maximum is above hard maximum"),
        Arguments.of("mcg/kg/min", "cc/h", "3:8 continuous_dose_unit: 'cc/h' is misread"),
        Arguments.of("mcg/kg/min", "furlong", "3:8 continuous_dose_unit: Unknown unit 'furlong'"),
        Arguments.of("mcg/kg/min,", ",", "3:8 continuous_dose_unit: It is missing"),
        Arguments.of("yes", "perhaps", "3:11 high_alert: Write yes or no"),
        Arguments.of("yes", "", "3:11 high_alert: It is missing"),
        Arguments.of("2026-03", "3/1/2026", "3:13 edition: It must be a date"),
        Arguments.of("ICU,,nor", ",,nor", "3:1 care_area: Say the care area"),
        Arguments.of(
            "ICU,,nor", "ICU,5,nor", "3:2 maximum_rate_ml_h: This belongs to the line that"),
        Arguments.of("ICU,999,,", "ICU,-999,,", "2:2 maximum_rate_ml_h: It must be above zero"),
        Arguments.of("ICU,999,,", "ICU,999,,4", "2:4 concentration_amount: A line without a drug"),
        Arguments.of(
            LINE, AREA, "3:3 drug: A line without a drug describes the care area, and line 2"),
        Arguments.of(LINE, LINE + ",more", "3:14 : The line has more cells than the header"),
        Arguments.of(LINE, LINE + "\n" + LINE, "4:3 drug: It stands there twice"),
        Arguments.of("committee", "com\"mittee", "3:12 : A quote stands in a cell without quotes"),
        Arguments.of("committee", "\"committee", "3:12 : A quote is opened and never closed"),
        Arguments.of("committee", "\"committee\"x", "3:12 : Something follows a closing quote"),
        Arguments.of("mcg/kg/min", "mEq/h", "3:0 : The units of its continuous do not measure"),
        Arguments.of("norepinephrine", "nor\u0435pinephrine", "3:3 drug: It must not mix scripts"),
        Arguments.of(
            "high_alert,",
            "high_alarm,",
            "1:0 : The first line must name the columns, and does not name high_alert"),
        Arguments.of("source,", "source,note,", "1:13 note: Unknown column"),
        Arguments.of(
            "maximum_rate_ml_h", "care_area", "1:2 care_area: The column stands there twice"),
        Arguments.of("\n" + AREA, "\r" + AREA, "1:13 : A line ends in CR alone"));
  }

  @ParameterizedTest
  @MethodSource("mistaken")
  void eachMistakeIsToldWithItsLineAndColumn(String what, String by, String told) {
    List<String> mistakes = mistakes(Examples.with(TABLE, what, by));
    assertThat(mistakes).anyMatch(mistake -> mistake.startsWith(told));
  }

  @Test
  void allMistakesAreToldAtOnceInTheirOrder() {
    String worse = LINE.replace(",2,yes", ",\"0,5\",maybe").replace("250", "x");
    assertThat(mistakes(TABLE + worse + "\n" + worse + "\n"))
        .extracting(mistake -> mistake.substring(0, mistake.indexOf(' ')))
        .containsExactly("4:6", "4:10", "4:11", "5:6", "5:10", "5:11");
  }

  @Test
  void otherFormsOfTablesAreRefusedByName() {
    assertThat(mistakes(TABLE.replace(',', ';')).get(0)).contains("semicolons");
    assertThat(mistakes(TABLE.replace(',', '\t')).get(0)).contains("tabs");
    assertThat(mistakes("")).containsExactly("0:0 : The file is empty.");
    for (Charset other : List.of(StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1)) {
      byte[] bytes = TABLE.replace("committee", "comit\u00E9").getBytes(other);
      assertThat(read(Bytes.of(bytes)).mistakes().all().get(0).problem()).contains("CSV UTF-8");
    }
  }

  @Test
  void mistakesAreBounded() {
    String table = HEADER + "\n" + (LINE.replace("yes", "?") + "\n").repeat(Mistakes.MAX + 5);
    Outcome outcome = read(table);
    assertThat(outcome.mistakes().all()).hasSize(Mistakes.MAX);
    assertThat(outcome.mistakes().left()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void anythingAtAllGetsAnAnswer() {
    for (int end = 0; end < TABLE.length(); end++) {
      Outcome outcome = read(TABLE.substring(0, end));
      assertThat(outcome.document().isPresent()).isEqualTo(outcome.mistakes().isEmpty());
    }
    assertThat(read(Bytes.of(new byte[CsvReader.MAX_BYTES + 1])).document()).isEmpty();
    assertThat(read(",".repeat(100_000)).document()).isEmpty();
    assertThat(read("\n".repeat(100_000)).document()).isEmpty();
    assertThat(read(TABLE + (LINE + "\n").repeat(CsvReader.MAX_ROWS)).document()).isEmpty();
  }
}
