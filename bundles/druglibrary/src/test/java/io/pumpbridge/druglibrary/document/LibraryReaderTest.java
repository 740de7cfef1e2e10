// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.document;

import static io.pumpbridge.druglibrary.document.Refusals.refused;
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

class LibraryReaderTest {
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
