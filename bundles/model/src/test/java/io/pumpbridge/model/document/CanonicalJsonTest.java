// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RFC 8785, as far as {@link Fields} can hold it. */
class CanonicalJsonTest {

  @Test
  void literalsAndStringsOfTheRfcsOwnExample() throws Exception {
    // RFC 8785, 3.2.2: the string and the literals of its sample object.
    Fields fields =
        Fields.from(
            Map.of("string", "\u20ac$\u000F\nA'B\"\\\\\"/", "literals", List.of(true, false)));
    assertThat(fields.toString())
        .isEqualTo(
            "{\"literals\":[true,false],\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  @Test
  void keysAreSortedByUtf16CodeUnitsNotByCodePoints() throws Exception {
    // RFC 8785, 3.2.3: the sorting example; U+1F600 sorts before U+FB33 by its first surrogate.
    Map<String, Object> tree =
        Map.of(
            "\u20ac", "Euro Sign",
            "\r", "Carriage Return",
            "\ufb33", "Hebrew Letter Dalet With Dagesh",
            "1", "One",
            "\ud83d\ude00", "Emoji: Grinning Face",
            "\u0080", "Control",
            "\u00f6", "Latin Small Letter O With Diaeresis");
    assertThat(Fields.from(tree).toString())
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void everyControlCharacterHasItsShortestEscapeAndNothingElseIsEscaped() throws Exception {
    for (char c = 0; c < 0x100; c++) {
      String expected =
          switch (c) {
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default ->
                c < 0x20
                    ? "\\u00" + (c < 0x10 ? "0" : "1") + "0123456789abcdef".charAt(c % 16)
                    : "" + c;
          };
      assertThat(Fields.from(Map.of("k", "" + c)).toString())
          .as("U+%04x", (int) c)
          .isEqualTo("{\"k\":\"" + expected + "\"}");
    }
  }

  @Test
  void emptyAndNestedThingsHaveNoWhiteSpace() throws Exception {
    assertThat(Fields.from(Map.of()).toString()).isEqualTo("{}");
    assertThat(
            Fields.from(Map.of("a", List.of(), "b", Map.of(), "c", List.of(Map.of("d", -5))))
                .toString())
        .isEqualTo("{\"a\":[],\"b\":{},\"c\":[{\"d\":-5}]}");
  }

  @Test
  void differentTextsNeverShareTheirBytes() {
    // Java writes each lone surrogate as '?': two events would have had one hash.
    String first = Fields.builder().put("a", "\ud83d").build().toString();
    String question = Fields.builder().put("a", "?").build().toString();
    assertThat(first.getBytes(StandardCharsets.UTF_8))
        .isNotEqualTo(question.getBytes(StandardCharsets.UTF_8));
    assertThat(new String(first.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(first);
  }

  @Test
  void memberByMemberItIsTheSameText() {
    Fields inner = Fields.builder().put("unit", "mL/h").put("value", "5.00").build();
    Fields whole =
        Fields.builder()
            .put("a", "tab\t \"quoted\" half \ud83d of a pair")
            .put("b", Fields.MAX_WHOLE)
            .put("c", inner)
            .put("d", -1)
            .build();
    String text =
        CanonicalJson.members()
            .put("a", "tab\t \"quoted\" half \ud83d of a pair")
            .put("b", Fields.MAX_WHOLE)
            .putWritten("c", inner.toString())
            .put("d", -1)
            .end();
    assertThat(text).isEqualTo(whole.toString());
    assertThat(CanonicalJson.members().end()).isEqualTo(Fields.builder().build().toString());
  }

  @Test
  void membersThatDoNotAscendAreRefused() {
    CanonicalJson.Members members = CanonicalJson.members().put("b", 1);
    assertThatThrownBy(() -> members.put("a", "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> members.put("b", "x")).isInstanceOf(IllegalArgumentException.class);
    assertThat(members.end()).isEqualTo("{\"b\":1}");
  }

  @Test
  void wholeNumbersHave53Bits() {
    for (long tooLarge : new long[] {Fields.MAX_WHOLE + 1, -Fields.MAX_WHOLE - 1}) {
      assertThatThrownBy(() -> CanonicalJson.members().put("a", tooLarge))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Fields.builder().put("a", tooLarge))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
