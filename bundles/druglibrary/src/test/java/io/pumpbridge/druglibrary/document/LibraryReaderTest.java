// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static io.pumpbridge.druglibrary.lab.Examples.LIBRARY;
import static io.pumpbridge.druglibrary.lab.Examples.bytes;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.dose.CareArea;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.LimitKind;
import io.pumpbridge.model.dose.Limits;
import io.pumpbridge.model.dose.ModeLimits;
import io.pumpbridge.model.dose.Preparation;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LibraryReaderTest {

  private static final String FIRST = "$.care_areas[0].entries[0]";
  private static final String AREA = "$.care_areas[0]";
  private static final String HEPARIN = AREA + ".entries[4]";
  private static final String MORPHINE = AREA + ".entries[5]";
  private static final String DOSE = FIRST + ".continuous.dose";

  private static DocumentException refused(String document) {
    DocumentException e =
        catchThrowableOfType(DocumentException.class, () -> LibraryReader.read(bytes(document)));
    assertThat(e).as("was accepted").isNotNull();
    return e;
  }

  @Test
  void theExampleIsReadAsWritten() throws Exception {
    DrugLibrary library = LibraryReader.read(bytes(LIBRARY));
    assertThat(library.hospital()).isEqualTo("Example Hospital");
    assertThat(library.version()).isEqualTo(3);
    assertThat(library.careAreas().keySet()).containsExactlyInAnyOrder("ICU", "Nursery");
    CareArea icu = library.findCareArea("ICU").orElseThrow();
    assertThat(library.tolerance()).isEqualTo(Rational.of(1, 20));
    assertThat(icu.device().maximumRate()).contains(Quantity.of("999", "mL/h"));
    assertThat(icu.device().maximumKvoRate()).contains(Quantity.of("20", "mL/h"));
    assertThat(icu.device().maximumVtbi()).contains(Quantity.of("3000", "mL"));
    assertThat(icu.device().minimumWeight()).contains(Quantity.of("40", "kg"));
    assertThat(icu.device().maximumSurface()).contains(Quantity.of("3", "m2"));
    assertThat(icu.softLimits()).isEqualTo(CareArea.SoftLimits.MAY_BE_OVERRIDDEN);
    DrugEntry first = icu.entries().get(0);
    assertThat(first.drug()).isEqualTo("norepinephrine");
    Preparation.Fixed fixed = (Preparation.Fixed) first.preparation();
    assertThat(fixed.concentration().amount()).isEqualTo(Quantity.of("16", "mg"));
    Limits dose = first.find(DeliveryMode.CONTINUOUS).orElseThrow().dose();
    assertThat(dose.find(LimitKind.HARD_MIN)).contains(Quantity.of("0.001", "ug/kg/min"));
    assertThat(dose.find(LimitKind.SOFT_MIN)).contains(Quantity.of("0.01", "ug/kg/min"));
    assertThat(dose.find(LimitKind.SOFT_MAX)).contains(Quantity.of("0.5", "ug/kg/min"));
    assertThat(dose.find(LimitKind.HARD_MAX)).contains(Quantity.of("2", "ug/kg/min"));
    assertThat(first.details().highAlert()).isTrue();
    CareArea nursery = library.findCareArea("Nursery").orElseThrow();
    assertThat(nursery.entries()).isEmpty();
    assertThat(nursery.softLimits()).isEqualTo(CareArea.SoftLimits.HOLD);
  }

  private static DrugEntry only(String drug) throws DocumentException {
    DrugLibrary library = LibraryReader.read(bytes(LIBRARY));
    return library.findCareArea("ICU").orElseThrow().entriesOf(drug).get(0);
  }

  @Test
  void whatARealLibraryHoldsIsHeld() throws Exception {
    DrugEntry heparin = only("heparin");
    assertThat(heparin.therapy()).contains("venous thrombosis");
    assertThat(heparin.preparation()).isInstanceOf(Preparation.Wildcard.class);
    assertThat(heparin.details().rxNorm()).contains("5224");
    assertThat(heparin.details().diluent()).contains("dextrose 5%");
    assertThat(heparin.details().advisory()).contains("check aPTT six hours after each change");
    assertThat(heparin.details().source().edition()).isEqualTo("2026-03-15");
    assertThat(heparin.modes())
        .extracting(ModeLimits::mode)
        .containsExactly(DeliveryMode.CONTINUOUS, DeliveryMode.BOLUS, DeliveryMode.LOADING);
    Limits dose = heparin.find(DeliveryMode.CONTINUOUS).orElseThrow().dose();
    assertThat(dose.initial()).contains(new BigDecimal("18"));
    assertThat(dose.step()).contains(new BigDecimal("1"));
    ModeLimits pca = only("morphine").find(DeliveryMode.PCA).orElseThrow();
    assertThat(pca.find(Figure.LOCKOUT).orElseThrow().hardMin()).contains(new BigDecimal("5"));
    assertThat(pca.window()).contains(new ModeLimits.Window(Quantity.of("4", "h"), true));
    assertThat(
            only("cefazolin")
                .find(DeliveryMode.INTERMITTENT)
                .flatMap(mode -> mode.find(Figure.DURATION))
                .orElseThrow()
                .softMin())
        .contains(new BigDecimal("30"));
    assertThat(only("lactated Ringer's").preparation()).isInstanceOf(Preparation.Fluid.class);
    assertThat(only("morphine").details().source().edition()).isEqualTo("2026-01-01");
  }

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
  void aDrugThatStandsTwiceInOneConcentrationIsRefusedAtItsArea() {
    String doubled =
        with(
            with(
                with(LIBRARY, "\"insulin regular\"", "\"norepinephrine\""),
                "{ \"amount\": \"100\", \"amount_unit\": \"U\", \"volume\": \"100\"",
                "{ \"amount\": \"0.064\", \"amount_unit\": \"mg\", \"volume\": \"1\""),
            "\"U/h\"",
            "\"mg/h\"");
    assertThat(refused(doubled).path()).isEqualTo("$.care_areas[0]");
    assertThat(refused(doubled).problem()).contains("twice");
  }

  @Test
  void whatIsNoJsonIsRefused() {
    for (String junk :
        new String[] {
          "",
          " ",
          "null",
          "3",
          "\"x\"",
          "[]",
          "{",
          "}",
          "{]",
          "{\"a\":}",
          "{'a':1}",
          "{a:1}",
          "{\"a\":NaN}",
          "{\"a\":Infinity}",
          "{\"a\":01}",
          "{\"a\":+1}",
          "{\"a\":1,}",
          "{\"a\":tru}",
          "{\"a\":1}x",
          "{\"a\":1}{}",
          "{\"a\":\"x",
          "\ufeff{}",
          "{/*c*/}",
          "{\"a\":\"\\x\"}",
          "{\"a\":\"\u0001\"}",
          "\u0000"
        }) {
      assertThat(refused(junk).path()).as(junk).startsWith("$");
    }
    assertThat(refused(LIBRARY + " {}").problem()).contains("follows");
  }

  @Test
  void onlyUtf8IsRead() {
    for (Bytes wrong :
        new Bytes[] {
          Bytes.of(LIBRARY, StandardCharsets.UTF_16),
          Bytes.of(LIBRARY, StandardCharsets.UTF_16LE),
          Bytes.of(with(LIBRARY, "Example Hospital", "H\u00f4pital"), StandardCharsets.ISO_8859_1),
          Bytes.fromHex("7b2261223a22c0af227d"), // an overlong slash
          Bytes.fromHex("7b2261223a22eda0bd227d"), // half a surrogate pair in UTF-8
          Bytes.fromHex("7b2261223a22f8227d")
        }) {
      assertThat(catchThrowableOfType(DocumentException.class, () -> LibraryReader.read(wrong)))
          .isNotNull();
    }
  }

  @Test
  void depthLengthAndCountsAreLimited() {
    assertThat(refused("{\"a\":".repeat(13) + "1" + "}".repeat(13)).problem()).contains("deep");
    assertThat(refused("{\"a\":" + "[".repeat(100_000)).problem()).contains("deep");
    assertThat(refused("{\"" + "n".repeat(65) + "\":1}").problem()).contains("long");
    assertThat(refused("{\"version\":" + "9".repeat(10_000) + "}").problem()).isNotEmpty();
    assertThat(refused("{\"a\":[" + "1,".repeat(2_100_000) + "1]}").problem()).contains("much");
    assertThat(refused(" ".repeat(LibraryReader.MAX_BYTES + 1)).problem()).contains("larger");
  }

  private static String area(int number, int entries) {
    return "{\"name\":\"Area "
        + number
        + "\",\"entries\":["
        + IntStream.rangeClosed(1, entries)
            .mapToObj(
                i ->
                    "{\"drug\":\"drug\",\"concentration\":{\"amount\":\""
                        + i
                        + "\",\"amount_unit\":\"mg\",\"volume\":\"250\",\"volume_unit\":\"mL\"},"
                        + "\"continuous\":{\"dose\":{\"unit\":\"mg/h\",\"soft_min\":\"0.1\",\"soft_max\":\"5\","
                        + "\"hard_max\":\"9.5\"}},\"high_alert\":false,\"source\":\"example\","
                        + "\"edition\":\"2026\"}")
            .collect(Collectors.joining(","))
        + "]}";
  }

  private static String libraryOf(Stream<String> areas) {
    return "{\"format\":\"pump-bridge-library-1\",\"hospital\":\"H\",\"name\":\"N\",\"version\":1,"
        + "\"care_areas\":["
        + areas.collect(Collectors.joining(","))
        + "]}";
  }

  @Test
  void thirtyAreasAndTenThousandEntriesFitAndOneMoreDoesNot() throws Exception {
    String full = libraryOf(IntStream.range(0, 10).mapToObj(i -> area(i, 1_000)));
    assertThat(LibraryReader.read(bytes(full)).careAreas()).hasSize(10);
    String oneMore = libraryOf(IntStream.range(0, 11).mapToObj(i -> area(i, i == 10 ? 1 : 1_000)));
    assertThat(refused(oneMore).path()).isEqualTo("$.care_areas[10].entries");
    String thirty = libraryOf(IntStream.range(0, 30).mapToObj(i -> area(i, 0)));
    assertThat(LibraryReader.read(bytes(thirty)).careAreas()).hasSize(30);
    assertThat(refused(libraryOf(IntStream.range(0, 31).mapToObj(i -> area(i, 0)))).path())
        .isEqualTo("$.care_areas");
    assertThat(refused(libraryOf(Stream.of())).path()).isEqualTo("$.care_areas");
  }

  @Test
  void anyBytesHaveAnAnswer() {
    long seed = 20260301;
    Random random = new Random(seed);
    byte[] good = LIBRARY.strip().getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] changed = good.clone();
      for (int k = random.nextInt(3); k >= 0; k--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        LibraryReader.read(Bytes.of(changed));
      } catch (DocumentException e) {
        refused++;
        assertThat(e.path()).as("seed %d case %d", seed, i).startsWith("$");
      }
    }
    assertThat(refused).isGreaterThan(1_000);
    for (int length = 0; length < good.length; length += 7) {
      Bytes cut = Bytes.of(good, 0, length);
      assertThat(catchThrowableOfType(DocumentException.class, () -> LibraryReader.read(cut)))
          .as("cut at %d", length)
          .isNotNull();
    }
  }
}
