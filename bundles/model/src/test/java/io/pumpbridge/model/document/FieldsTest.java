// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pumpbridge.model.measure.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  private static DocumentException refused(Map<?, ?> tree) {
    return catchThrowableOfType(DocumentException.class, () -> Fields.from(tree));
  }

  /** Readers make null of a document that is the word null. */
  @Test
  void noTreeAtAllIsNoDocument() {
    assertThat(refused(null)).hasMessageContaining("must be an object");
  }

  @Test
  void aParsedTreeIsReadWithItsTypes() throws Exception {
    Fields fields =
        Fields.from(
            Map.of(
                "text",
                "a",
                "whole",
                7,
                "flag",
                true,
                "inner",
                Map.of("deep", 1L),
                "list",
                List.of(Map.of("x", "1"), Map.of("x", "2")),
                "texts",
                List.of("p", "q"),
                "rate",
                Map.of("value", "5.00", "unit", "mL/h"),
                "time",
                "2026-03-01T08:00:00.5Z"));
    assertThat(fields.text("text")).isEqualTo("a");
    assertThat(fields.whole("whole")).isEqualTo(7);
    assertThat(fields.findFlag("flag")).contains(true);
    assertThat(fields.fields("inner").whole("deep")).isEqualTo(1);
    assertThat(fields.list("list")).hasSize(2);
    assertThat(fields.texts("texts")).containsExactly("p", "q");
    assertThat(fields.quantity("rate")).isEqualTo(Quantity.of("5.00", "mL/h"));
    assertThat(fields.time("time")).isEqualTo(Instant.parse("2026-03-01T08:00:00.500Z"));
    assertThat(fields.list("absent")).isEmpty();
    assertThat(fields.findText("absent")).isEmpty();
  }

  @Test
  void eachComplaintNamesItsPlace() throws Exception {
    Fields fields =
        Fields.from(
            Map.of(
                "a", 1,
                "areas", List.of(Map.of("drug", Map.of("x", 1)), Map.of("drug", "d", "typo", 1)),
                "rate", Map.of("value", "5,0", "unit", "mL/h"),
                "speed", Map.of("value", "5", "unit", "km/h"),
                "mixed", List.of("x", 1)));
    assertPlace("$.a", () -> fields.text("a"));
    assertPlace("$.b", () -> fields.text("b"));
    assertPlace("$.a", () -> fields.list("a"));
    assertPlace("$.a", () -> fields.fields("a"));
    assertPlace("$.a", () -> fields.findFlag("a"));
    assertPlace("$.areas[0].drug", () -> fields.list("areas").get(0).text("drug"));
    assertPlace(
        "$.areas[1].typo", () -> fields.list("areas").get(1).refuseOthersThan(Set.of("drug")));
    assertPlace("$.rate.value", () -> fields.quantity("rate"));
    assertPlace("$.speed.unit", () -> fields.quantity("speed"));
    assertPlace("$.mixed", () -> fields.texts("mixed"));
    assertPlace("$.mixed[0]", () -> fields.list("mixed"));
    assertPlace("$.areas", () -> fields.whole("areas"));
  }

  private static void assertPlace(
      String place, org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    assertThat(catchThrowableOfType(DocumentException.class, reading).path()).isEqualTo(place);
  }

  @Test
  void whatIsNoTextWholeNumberFlagListOrObjectIsRefused() {
    for (Object value : new Object[] {1.5, 1.0f, new java.math.BigDecimal("1"), 'c', new byte[0]}) {
      assertThat(refused(Map.of("a", List.of(value))).path()).isEqualTo("$.a[0]");
    }
    Map<String, Object> withNull = new HashMap<>();
    withNull.put("a", null);
    assertThat(refused(withNull).path()).isEqualTo("$.a");
    assertThat(refused(Map.of(1, "x")).problem()).contains("key");
  }

  @Test
  void halfASurrogatePairIsRefusedFromOutsideAndRepairedFromInside() throws Exception {
    for (String half : List.of("\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d")) {
      assertThat(refused(Map.of("a", half)).path()).as(half).isEqualTo("$.a");
      assertThat(refused(Map.of(half, "a")).path()).isEqualTo("$");
      assertThat(refused(Map.of("l", List.of("x", half))).path()).isEqualTo("$.l[1]");
    }
    assertThat(Fields.from(Map.of("a", "\ud83d\ude00")).text("a")).isEqualTo("\ud83d\ude00");
    Fields built =
        Fields.builder().put("a", "x\ud83dy").putTexts("b", List.of("\ude00", "ok")).build();
    assertThat(built.text("a")).isEqualTo("x\ufffdy");
    assertThat(built.texts("b")).containsExactly("\ufffd", "ok");
  }

  @Test
  void wholeNumbersEndWhereJsonReadersBeginToDiffer() throws Exception {
    assertThat(Fields.from(Map.of("n", 9_007_199_254_740_991L)).whole("n"))
        .isEqualTo(Fields.MAX_WHOLE);
    assertThat(refused(Map.of("n", 9_007_199_254_740_992L)).path()).isEqualTo("$.n");
    assertThat(refused(Map.of("n", Long.MIN_VALUE)).path()).isEqualTo("$.n");
    assertThatThrownBy(() -> Fields.builder().put("n", Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T08:00:00",
        "2026-03-01T08:00:00+01:00",
        "2026-03-01T08:00:00+00:00",
        "2026-03-01 08:00:00Z",
        "2026-3-1T8:00:00Z",
        "+1000000-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-03-01T25:00:00Z",
        "2026-03-01T08:00Z",
        "2026-03-01T08:00:00.1234567890Z",
        "2026-03-01t08:00:00z",
        "now",
        "",
        "1772352000"
      })
  void onlyUtcIsATime(String text) throws Exception {
    Fields fields = Fields.from(Map.of("t", text));
    assertPlace("$.t", () -> fields.time("t"));
  }

  @Test
  void theTreeCannotBeChangedFromOutsideAfterwards() throws Exception {
    Map<String, Object> inner = new HashMap<>(Map.of("x", "1"));
    List<Object> list = new ArrayList<>(List.of(inner));
    Fields fields = Fields.from(Map.of("l", list));
    inner.put("x", "2");
    list.clear();
    assertThat(fields.list("l").get(0).text("x")).isEqualTo("1");
    assertThatThrownBy(() -> fields.toTree().put("y", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aComplaintAboutHostileTextIsItselfHarmless() {
    DocumentException e =
        new DocumentException("$.a\nb\u202e", "unknown unit '" + "x\u0000".repeat(5_000) + "'");
    assertThat(e.path()).isEqualTo("$.a?b?");
    assertThat(e.problem()).hasSizeLessThanOrEqualTo(300).doesNotContain("\u0000");
    assertThat(e.getMessage()).doesNotContain("\n");
  }
}
