// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import static io.pumpbridge.druglibrary.lab.Edits.CLEAN;
import static io.pumpbridge.druglibrary.lab.Edits.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What crosses to the command line is made of JDK types alone. */
class LibraryDeskComponentTest {
  private final LibraryDeskComponent desk = new LibraryDeskComponent();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertPlain(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(LibraryDeskComponentTest::assertPlain);
      map.values().forEach(LibraryDeskComponentTest::assertPlain);
    } else if (value instanceof List<?> list) {
      list.forEach(LibraryDeskComponentTest::assertPlain);
    } else {
      assertThat(value).isInstanceOfAny(String.class, Boolean.class, Long.class, Integer.class);
    }
  }

  @Test
  void findingsSayWhereInTheDocumentAndInWords() {
    Map<String, Object> answer =
        desk.lint(bytes(first(", \"hard_max\": \"2\",", ",")), "2026-12-01");
    assertPlain(answer);
    assertThat(answer).containsEntry("sound", true).containsEntry("lines", 6);
    assertThat(answer.get("findings").toString())
        .contains("where=ICU, norepinephrine, 4 mg in 250 mL, continuous dose")
        .contains("path=$.care_areas[0].entries[0].continuous.dose");
    assertThat(desk.lint(bytes("{"), "2026-12-01")).containsEntry("sound", false);
  }

  @Test
  void aDayThatIsNoneIsRefused() {
    assertThatThrownBy(() -> desk.lint(bytes(CLEAN), "tomorrow"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tomorrow");
  }

  @Test
  void aDiffNamesTheDocumentThatCannotBeRead() {
    assertPlain(
        desk.diff(bytes(CLEAN), bytes(first("\"hard_max\": \"2\"", "\"hard_max\": \"3\""))));
    assertThat(desk.diff(bytes(CLEAN), bytes("{}")))
        .containsEntry("sound", false)
        .containsEntry("document", "new");
    assertThat(desk.diff(bytes("{}"), bytes(CLEAN))).containsEntry("document", "old");
  }

  @Test
  void theExampleIsMadeOfItsTable() {
    Map<String, Object> title =
        Map.of(
            "hospital", "Example Hospital",
            "name", "Example library, not for clinical use",
            "version", 1L,
            "rounding_tolerance", "5");
    assertThat(desk.importTable(bytes(desk.example("csv")), title))
        .containsEntry("document", desk.example("json"));
    assertPlain(desk.importTable(bytes("x"), title));
    assertThatThrownBy(() -> desk.importTable(bytes("x"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> desk.example("xml")).isInstanceOf(IllegalArgumentException.class);
  }
}
